// The inner part of depthwise convolutions' weight gradients: sums over pixels of products, for some taps in registers.
#pragma once
#include "depthwise-rows.h"

namespace unlabeled {
namespace {

// Taps that are summed up at once.
#if defined(__AVX512F__)
constexpr int TAPS_TOGETHER = 9;  // 18 of 32 registers
#elif defined(__AVX2__)
constexpr int TAPS_TOGETHER = 5;  // 10 of 16
#else
constexpr int TAPS_TOGETHER = 4;  // 8 of 16
#endif

/** A group of channels of some rows of dy, and the packed rows that the rows of the kernel meet there: [count][kernelRows]. */
template <typename T>
struct GradientRows {
  const float* const* sources;
  long kernelRows, count, width;
  const T* dy;
  /** Elements from one row and one pixel of dy to the next, channels that exist. */
  long rowStride, stride, channels;
};

/** A tap's row of the kernel, and its place in a packed row. */
struct TapPlace {
  long row, offset;
};

/** Adds to the totals of COUNT taps, [COUNT][GROUP]. */
template <int HERE, bool WHOLE, int COUNT, typename T>
void addTaps(const GradientRows<T>& rows, const TapPlace* taps, float* totals) {
  Lanes sums[COUNT][HERE] = {};
  for (long row = 0; row < rows.count; row++) {
    const float* x[COUNT];
#pragma GCC unroll 9
    for (int tap = 0; tap < COUNT; tap++) x[tap] = rows.sources[row * rows.kernelRows + taps[tap].row] + taps[tap].offset;
    const T* dy = rows.dy + row * rows.rowStride;
    for (long at = 0; at < rows.width * GROUP; at += GROUP, dy += rows.stride) {
      Lanes gradient[HERE];
#pragma GCC unroll 2
      for (int v = 0; v < HERE; v++) {
        if (v * LANES * sizeof(T) % CACHE_LINE == 0) __builtin_prefetch(dy + rows.rowStride + v * LANES);
        gradient[v] = WHOLE ? load(dy + v * LANES) : load(dy + v * LANES, rows.channels - v * LANES);
      }
#pragma GCC unroll 9
      for (int tap = 0; tap < COUNT; tap++)
#pragma GCC unroll 2
        for (int v = 0; v < HERE; v++) sums[tap][v] += load(x[tap] + at + v * LANES) * gradient[v];
    }
  }
#pragma GCC unroll 9
  for (int tap = 0; tap < COUNT; tap++)
#pragma GCC unroll 2
    for (int v = 0; v < HERE; v++) {
      float* total = totals + tap * GROUP + v * LANES;
      store(total, load(total) + sums[tap][v]);
    }
}

/** Any number of taps up to MOST. */
template <int HERE, bool WHOLE, int MOST = TAPS_TOGETHER, typename T>
inline void addSomeTaps(long count, const GradientRows<T>& rows, const TapPlace* taps, float* totals) {
  if constexpr (MOST > 1) {
    if (count < MOST) return addSomeTaps<HERE, WHOLE, MOST - 1>(count, rows, taps, totals);
  }
  addTaps<HERE, WHOLE, MOST>(rows, taps, totals);
}

/** Any number of taps, in much the same portions. */
template <int HERE, bool WHOLE, typename T>
inline void addAllTaps(long count, const GradientRows<T>& rows, const TapPlace* taps, float* totals) {
  for (long portions = (count + TAPS_TOGETHER - 1) / TAPS_TOGETHER; portions > 0; portions--) {
    const long now = (count + portions - 1) / portions;
    addSomeTaps<HERE, WHOLE>(now, rows, taps, totals);
    count -= now, taps += now, totals += now * GROUP;
  }
}

}  // namespace
}  // namespace unlabeled
