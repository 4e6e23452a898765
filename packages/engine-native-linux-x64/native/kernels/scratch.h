// Memory for intermediate results, some for each thread.
#pragma once
#include <omp.h>

#include "workspace.h"

namespace unlabeled {
namespace {

/** So many floats for each thread, on whole cache lines, with whatever is in them. Made before the threads' work begins. */
class Scratch {
 public:
  explicit Scratch(long floats, int threads = omp_get_max_threads())
      : each_((floats + LINE - 1) / LINE * LINE), memory_(workspace_.take<float>(each_ * threads)) {}

  float* begin() const { return memory_; }
  /** This thread's. */
  float* mine() const { return memory_ + each_ * omp_get_thread_num(); }

 private:
  /** Floats in a cache line. */
  static constexpr long LINE = 16;
  Workspace workspace_;
  const long each_;
  float* const memory_;
};

}  // namespace
}  // namespace unlabeled
