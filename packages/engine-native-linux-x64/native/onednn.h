// What the calls share of oneDNN: engine, stream, scratch memory and a cache of what was built for a shape.
#pragma once
#include <node_api.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <oneapi/dnnl/dnnl.hpp>
#include <string>
#include <unordered_map>

namespace unlabeled {

/** Something built once for a shape and run often. */
struct Plan {
  virtual ~Plan() = default;
};

/** One of them a JavaScript environment (the main thread, a worker), so that none is used by two threads at once. */
class OneDnn {
 public:
  static OneDnn& of(napi_env env);

  dnnl::engine engine{dnnl::engine::kind::cpu, 0};
  dnnl::stream stream{engine};

  /** The plan under this key, made where there is none. */
  template <typename P>
  P& plan(const std::string& key, const std::function<std::unique_ptr<P>()>& make) {
    auto found = plans_.find(key);
    if (found == plans_.end()) {
      if (plans_.size() >= MOST_PLANS) plans_.clear();
      found = plans_.emplace(key, make()).first;
    }
    return static_cast<P&>(*found->second);
  }

  dnnl::memory memory(const dnnl::memory::desc& desc, const void* data) const {
    return dnnl::memory(desc, engine, const_cast<void*>(data));
  }

  /** At least so many bytes, aligned; what was in them is lost at the next call. */
  void* scratch(size_t bytes);

  /** Runs a primitive to its end. Its scratchpad comes from here. */
  void run(const dnnl::primitive& primitive, const dnnl::memory::desc& scratchpad, std::unordered_map<int, dnnl::memory> arguments);

  /** With this the scratchpad is given at each run. */
  static dnnl::primitive_attr attributes();

 private:
  static constexpr size_t MOST_PLANS = 2048;
  std::unordered_map<std::string, std::unique_ptr<Plan>> plans_;
  std::unique_ptr<void, void (*)(void*)> scratch_{nullptr, std::free};
  size_t scratchBytes_ = 0;
};

/** The bytes of numbers, as a key. */
template <typename... Parts>
std::string keyOf(char kind, const Parts&... parts) {
  std::string key(1, kind);
  (key.append(reinterpret_cast<const char*>(&parts), sizeof parts), ...);
  return key;
}

}  // namespace unlabeled
