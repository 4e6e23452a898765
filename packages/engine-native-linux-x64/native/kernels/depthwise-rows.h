// Rows of an image, a group of its channels, as floats with zeros at both sides: what depthwise convolutions read.
#pragma once
#include "depthwise-axis.h"
#include "lanes.h"

namespace unlabeled {
namespace {

/** Vectors of channels that are worked on together. */
constexpr int VECTORS = 2;
constexpr long GROUP = VECTORS * LANES;

constexpr long CACHE_LINE = 64;

inline long larger(long a, long b) { return a > b ? a : b; }

inline long groupsOf(long channels) { return (channels + GROUP - 1) / GROUP; }

/** The first `count` channels of a group, and zeros. */
template <typename T>
inline void packPixel(const T* from, long count, float* to) {
  for (int v = 0; v < VECTORS; v++) store(to + v * LANES, load(from + v * LANES, count - v * LANES));
}

/**
 * How packed rows lie: [step][columns][GROUP]. Columns of one remainder modulo the step lie together, so that neighbouring
 * outputs read neighbouring pixels whatever the stride.
 */
class PackedRows {
 public:
  PackedRows(const Axis& axis, const Taps& taps) : width_(axis.sources), step_(axis.step()) {
    long behind = width_;
    for (long phase = 0; phase < axis.phases(); phase++) {
      for (const Tap* tap = taps.begin(phase); tap < taps.end(phase); tap++) {
        before_ = larger(before_, -tap->offset);
        behind = larger(behind, step_ * (axis.count(phase) - 1) + tap->offset + 1);
      }
    }
    columns_ = (before_ + behind + step_ - 1) / step_;
  }

  /** Floats of a row. */
  long size() const { return step_ * columns_ * GROUP; }

  /** Where the pixel lies that the first output sees at this offset. */
  long at(long offset) const { return ((offset + before_) % step_ * columns_ + (offset + before_) / step_) * GROUP; }

  /** Packs the first `count` channels of a group of pixels, each `channels` elements long. What is around stays as it is. */
  template <typename T>
  void pack(const T* from, long channels, long count, float* row) const {
    if (count >= GROUP) packRow<true>(from, channels, count, row);
    else packRow<false>(from, channels, count, row);
  }

 private:
  template <bool WHOLE, typename T>
  void packRow(const T* from, long channels, long count, float* row) const {
    const long width = width_, step = step_, ahead = ROWS_AHEAD * width * channels;
    const long nextPhase = columns_ * GROUP, around = (step * columns_ - 1) * GROUP;
    float* to = row + at(0);
    for (long column = 0, phase = before_ % step; column < width; column++, from += channels) {
#pragma GCC unroll 2
      for (int v = 0; v < VECTORS; v++) {
        if (v * LANES * sizeof(T) % CACHE_LINE == 0) __builtin_prefetch(from + ahead + v * LANES);
        store(to + v * LANES, WHOLE ? load(from + v * LANES) : load(from + v * LANES, count - v * LANES));
      }
      to += nextPhase;
      if (++phase == step) phase = 0, to -= around;
    }
  }

  /** Processors do not foresee reads that skip the other groups. */
  static constexpr long ROWS_AHEAD = 2;
  const long width_, step_;
  long before_ = 0, columns_;
};

}  // namespace
}  // namespace unlabeled
