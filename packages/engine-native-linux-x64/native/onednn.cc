#include "onednn.h"

#include <napi.h>

#include <cstdlib>
#include <new>

namespace unlabeled {

OneDnn& OneDnn::of(napi_env env) {
  void* data = nullptr;
  napi_get_instance_data(env, &data);
  if (data == nullptr) {
    data = new OneDnn();
    napi_set_instance_data(env, data, [](napi_env, void* data, void*) { delete static_cast<OneDnn*>(data); }, nullptr);
  }
  return *static_cast<OneDnn*>(data);
}

void* OneDnn::scratch(size_t bytes) {
  if (bytes > scratchBytes_) {
    scratch_.reset();
    scratchBytes_ = 0;
    const size_t whole = (bytes + 4095) / 4096 * 4096;
    void* memory = std::aligned_alloc(4096, whole);
    if (memory == nullptr) throw std::bad_alloc();
    scratch_.reset(memory);
    scratchBytes_ = whole;
  }
  return scratch_.get();
}

void OneDnn::run(const dnnl::primitive& primitive, const dnnl::memory::desc& scratchpad, std::unordered_map<int, dnnl::memory> arguments) {
  if (scratchpad.get_size() > 0) arguments.emplace(DNNL_ARG_SCRATCHPAD, memory(scratchpad, scratch(scratchpad.get_size())));
  primitive.execute(stream, arguments);
  stream.wait();
}

dnnl::primitive_attr OneDnn::attributes() {
  dnnl::primitive_attr attributes;
  attributes.set_scratchpad_mode(dnnl::scratchpad_mode::user);
  return attributes;
}

}  // namespace unlabeled
