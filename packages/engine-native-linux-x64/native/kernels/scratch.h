// Memory for intermediate results, some for each thread.
#pragma once
#include <omp.h>

#include <cstdint>
#include <memory>

namespace unlabeled {
namespace {

/** So many floats for each thread, on whole cache lines, with whatever is in them. Made before the threads' work begins. */
class Scratch {
 public:
  explicit Scratch(long floats, int threads = omp_get_max_threads())
      : each_((floats + LINE - 1) / LINE * LINE), memory_(new float[each_ * threads + LINE]) {}

  float* begin() const {
    const uintptr_t misplaced = reinterpret_cast<uintptr_t>(memory_.get()) / sizeof(float) % LINE;
    return memory_.get() + (LINE - misplaced) % LINE;
  }
  /** This thread's. */
  float* mine() const { return begin() + each_ * omp_get_thread_num(); }

 private:
  /** Floats in a cache line. */
  static constexpr long LINE = 16;
  const long each_;
  const std::unique_ptr<float[]> memory_;
};

}  // namespace
}  // namespace unlabeled
