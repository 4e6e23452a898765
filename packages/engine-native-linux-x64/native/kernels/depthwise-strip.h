// The inner part of depthwise convolutions: some neighbouring outputs of a group of channels, summed up in registers.
#pragma once
#include "depthwise-rows.h"

namespace unlabeled {
namespace {

// Outputs of a row that are summed up at once.
#if defined(__AVX512F__)
constexpr int STRIP = 14;  // 28 of 32 registers
#elif defined(__AVX2__)
constexpr int STRIP = 6;  // 12 of 16
#else
constexpr int STRIP = 4;  // 8 of 16
#endif

/** A row of the kernel, and the packed row that it meets at some row of outputs. */
struct TapRow {
  const float *source, *weights;
};

/** What outputs of one row and phase are sums over: rows of taps, and the taps of a row. Indices and offsets are in floats. */
struct Reach {
  const TapRow *rows, *rowsEnd;
  const Tap *taps, *tapsEnd;
};

/** Where outputs go: pixels are `stride` elements apart, and `count` channels of a group exist. */
template <typename T>
struct Outputs {
  T* to;
  long stride, count;
};

/** LENGTH neighbouring outputs, of HERE vectors of channels each, whose first sources lie `at` floats further on. */
template <int HERE, int LENGTH, typename T>
void strip(const Reach& reach, long at, const Outputs<T>& outputs) {
  Lanes sums[LENGTH][HERE] = {};
  for (const TapRow* row = reach.rows; row < reach.rowsEnd; row++) {
    for (const Tap* tap = reach.taps; tap < reach.tapsEnd; tap++) {
      const float *x = row->source + at + tap->offset, *w = row->weights + tap->index;
      Lanes weights[HERE];
#pragma GCC unroll 2
      for (int v = 0; v < HERE; v++) weights[v] = load(w + v * LANES);
#pragma GCC unroll 14
      for (int p = 0; p < LENGTH; p++)
#pragma GCC unroll 2
        for (int v = 0; v < HERE; v++) sums[p][v] += load(x + p * GROUP + v * LANES) * weights[v];
    }
  }
  if (outputs.count >= HERE * LANES) {
#pragma GCC unroll 14
    for (int p = 0; p < LENGTH; p++)
#pragma GCC unroll 2
      for (int v = 0; v < HERE; v++) store(outputs.to + p * outputs.stride + v * LANES, sums[p][v]);
    return;
  }
  // by way of memory, or the sums would lie there all the time
  float some[LENGTH][HERE * LANES];
#pragma GCC unroll 14
  for (int p = 0; p < LENGTH; p++)
#pragma GCC unroll 2
    for (int v = 0; v < HERE; v++) store(some[p] + v * LANES, sums[p][v]);
  for (int p = 0; p < LENGTH; p++)
    for (int v = 0; v < HERE; v++)
      store(outputs.to + p * outputs.stride + v * LANES, load(some[p] + v * LANES), outputs.count - v * LANES);
}

/** A strip of any length up to MOST. */
template <int HERE, int MOST = STRIP, typename T>
inline void stripOf(long length, const Reach& reach, long at, const Outputs<T>& outputs) {
  if constexpr (MOST > 1) {
    if (length < MOST) return stripOf<HERE, MOST - 1>(length, reach, at, outputs);
  }
  strip<HERE, MOST>(reach, at, outputs);
}

/** A row of outputs of one phase, cut into strips of much the same length. */
template <int HERE, typename T>
inline void strips(long length, const Reach& reach, Outputs<T> outputs) {
  for (long at = 0; length > 0;) {
    const long now = length >= 2 * STRIP ? STRIP : length > STRIP ? (length + 1) / 2 : length;
    stripOf<HERE>(now, reach, at * GROUP, outputs);
    at += now, length -= now, outputs.to += now * outputs.stride;
  }
}

}  // namespace
}  // namespace unlabeled
