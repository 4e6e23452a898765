// What a JavaScript call passes: typed arrays as pointers with lengths, checked, and numbers.
#pragma once
#include <napi.h>

#include <cstdint>
#include <string>

#include "kernels/storage.h"

namespace unlabeled {

/** A typed array. `data` is null where null or undefined was passed. */
struct Array {
  void* data = nullptr;
  size_t length = 0;
  napi_typedarray_type type = napi_float32_array;

  bool given() const { return data != nullptr; }
  bool halves() const { return type == napi_uint16_array; }
};

/** The arguments of one call. Everything that is read is checked; what is wrong throws with the argument's name. */
class Arguments {
 public:
  Arguments(const char* function, const Napi::CallbackInfo& info) : function_(function), info_(info) {}

  Napi::Env env() const { return info_.Env(); }

  /** A typed array or, where `optional`, none. */
  Array array(size_t index, const char* name, bool optional = false) const;

  /** The same of a value from elsewhere. */
  Array array(Napi::Value value, const char* name, bool optional = false) const;

  Napi::Array list(size_t index, const char* name) const {
    if (!info_[index].IsArray()) fail(std::string(name) + " must be an array of typed arrays.");
    return info_[index].As<Napi::Array>();
  }

  /** The elements of an array that must have this type and exactly this length. */
  template <typename T>
  T* elements(const Array& array, size_t length, const char* name) const {
    if (array.type != typeOf<T>() || array.length != length) fail(array, length, name, nameOf<T>());
    return static_cast<T*>(array.data);
  }

  template <typename T>
  T* elements(size_t index, size_t length, const char* name) const {
    return elements<T>(array(index, name), length, name);
  }

  /** The same, or null where none was passed. */
  template <typename T>
  T* optional(size_t index, size_t length, const char* name) const {
    Array found = array(index, name, true);
    return found.given() ? elements<T>(found, length, name) : nullptr;
  }

  /** Floats or halves, of this length. */
  void* numbers(const Array& array, size_t length, const char* name) const {
    if (array.halves()) return elements<bf16>(array, length, name);
    return elements<float>(array, length, name);
  }

  double number(size_t index) const { return info_[index].ToNumber().DoubleValue(); }
  bool flag(size_t index) const { return info_[index].ToBoolean().Value(); }

  [[noreturn]] void fail(const std::string& what) const;

 private:
  template <typename T>
  static napi_typedarray_type typeOf();
  template <typename T>
  static const char* nameOf();
  [[noreturn]] void fail(const Array&, size_t length, const char* name, const char* type) const;

  const char* function_;
  const Napi::CallbackInfo& info_;
};

template <> inline napi_typedarray_type Arguments::typeOf<float>() { return napi_float32_array; }
template <> inline napi_typedarray_type Arguments::typeOf<bf16>() { return napi_uint16_array; }
template <> inline napi_typedarray_type Arguments::typeOf<int32_t>() { return napi_int32_array; }
template <> inline napi_typedarray_type Arguments::typeOf<uint8_t>() { return napi_uint8_array; }
template <> inline const char* Arguments::nameOf<float>() { return "Float32Array"; }
template <> inline const char* Arguments::nameOf<bf16>() { return "Uint16Array"; }
template <> inline const char* Arguments::nameOf<int32_t>() { return "Int32Array"; }
template <> inline const char* Arguments::nameOf<uint8_t>() { return "Uint8Array"; }

/** A function for JavaScript. Whatever it throws arrives there as one error, never as a crash. */
using Call = Napi::Value (*)(const Arguments&);

/** Exports `call` under `name`. */
void define(Napi::Object exports, const char* name, Call call);

}  // namespace unlabeled
