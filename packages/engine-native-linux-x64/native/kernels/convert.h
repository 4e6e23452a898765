// Between the forms of a tensor: float32 or bfloat16, and images side by side in folds of some number.
#pragma once
#include "kernels.h"
#include "lanes.h"

namespace unlabeled {
namespace {

template <typename From, typename To>
inline void convertRun(const From* from, To* to, long count) {
  long i = 0;
  for (; i + LANES <= count; i += LANES) store(to + i, load(from + i));
  if (i < count) store(to + i, load(from + i, count - i), count - i);
}

/** Where a pixel's channels begin in [images / fold, pixels, fold, channels]. */
inline long folded(long image, long pixel, long fold, const Reform& job) {
  return ((image / fold * job.pixels + pixel) * fold + image % fold) * job.channels;
}

template <typename From, typename To>
void reform(const Reform& job, const void* from, void* to) {
  const From* source = static_cast<const From*>(from);
  To* target = static_cast<To*>(to);
  if (job.fromFold == job.toFold) {
    const long count = job.images * job.pixels * job.channels, run = 1 << 14, runs = (count + run - 1) / run;
#pragma omp parallel for schedule(static)
    for (long i = 0; i < runs; i++) convertRun(source + i * run, target + i * run, smaller(run, count - i * run));
    return;
  }
#pragma omp parallel for schedule(static)
  for (long image = 0; image < job.images; image++) {
    for (long pixel = 0; pixel < job.pixels; pixel++) {
      convertRun(source + folded(image, pixel, job.fromFold, job), target + folded(image, pixel, job.toFold, job), job.channels);
    }
  }
}

template <typename T>
void add(const void* a, const void* b, void* out, long count) {
  const T *left = static_cast<const T*>(a), *right = static_cast<const T*>(b);
  T* sum = static_cast<T*>(out);
  const long run = 1 << 14, runs = (count + run - 1) / run;
#pragma omp parallel for schedule(static)
  for (long r = 0; r < runs; r++) {
    const long end = smaller(count, (r + 1) * run);
    long i = r * run;
    for (; i + LANES <= end; i += LANES) store(sum + i, load(left + i) + load(right + i));
    if (i < end) store(sum + i, load(left + i, end - i) + load(right + i, end - i), end - i);
  }
}

}  // namespace
}  // namespace unlabeled
