#include "arguments.h"

#include <new>
#include <oneapi/dnnl/dnnl.hpp>

#include "signals.h"

namespace unlabeled {

namespace {

const char* nameOf(napi_typedarray_type type) {
  switch (type) {
    case napi_float32_array: return "Float32Array";
    case napi_uint16_array: return "Uint16Array";
    case napi_int32_array: return "Int32Array";
    case napi_uint8_array: return "Uint8Array";
    default: return "another typed array";
  }
}

struct Definition {
  const char* name;
  Call call;
};

std::string messageOf(const dnnl::error& error) {
  if (error.status == dnnl_out_of_memory) return "there must be enough memory; oneDNN ran out of it.";
  return std::string("oneDNN must accept the shapes; got status ") + std::to_string(error.status) + ", " + error.what() + ".";
}

Napi::Value run(const Napi::CallbackInfo& info) {
  const auto* definition = static_cast<const Definition*>(info.Data());
  const std::string prefix = std::string("nativeEngine: ") + definition->name + ": ";
  const SignalsHeld held;
  try {
    return definition->call(Arguments(definition->name, info));
  } catch (const Napi::Error&) {
    throw;
  } catch (const dnnl::error& error) {
    throw Napi::Error::New(info.Env(), prefix + messageOf(error));
  } catch (const std::bad_alloc&) {
    throw Napi::RangeError::New(info.Env(), prefix + "there must be enough memory; an allocation failed. Use a smaller batch or a gradient in chunks.");
  } catch (const std::exception& error) {
    throw Napi::Error::New(info.Env(), prefix + error.what());
  }
}

}  // namespace

void define(Napi::Object exports, const char* name, Call call) {
  // definitions live as long as the process, as the code that they point to
  auto* definition = new Definition{name, call};
  exports.Set(name, Napi::Function::New(exports.Env(), run, name, definition));
}

Array Arguments::array(size_t index, const char* name, bool optional) const { return array(info_[index], name, optional); }

Array Arguments::array(Napi::Value value, const char* name, bool optional) const {
  if (optional && (value.IsUndefined() || value.IsNull())) return {};
  if (!value.IsTypedArray()) fail(std::string(name) + " must be a typed array.");
  Array array;
  napi_value buffer;
  size_t offset;
  napi_status status = napi_get_typedarray_info(info_.Env(), value, &array.type, &array.length, &array.data, &buffer, &offset);
  if (status != napi_ok) fail(std::string(name) + " cannot be read.");
  if (array.data == nullptr) array.data = &array;  // an empty array is given, and its address is never used
  return array;
}

void Arguments::fail(const std::string& what) const {
  throw Napi::RangeError::New(info_.Env(), std::string("nativeEngine: ") + function_ + ": " + what);
}

void Arguments::fail(const Array& array, size_t length, const char* name, const char* type) const {
  fail(std::string(name) + " must be a " + type + " of " + std::to_string(length) + " elements; got a " +
       unlabeled::nameOf(array.type) + " of " + std::to_string(array.length) + ".");
}

}  // namespace unlabeled
