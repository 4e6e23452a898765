// Rows of channels, and sums over them.
#pragma once
#include "lanes.h"

namespace unlabeled {
namespace {

/** Rows in chunks of a fixed size, so that sums do not depend on the number of threads. */
struct RowChunks {
  long rows, size, count;

  RowChunks(long rows, long channels) : rows(rows) {
    size = channels < 1 || channels > 16384 ? 1 : 16384 / channels;
    count = (rows + size - 1) / size;
  }
  long begin(long chunk) const { return chunk * size; }
  long end(long chunk) const { return smaller(rows, (chunk + 1) * size); }
};

/** Calls `body(first channel, number of them)` for as many channels as there are lanes, and for the rest. */
template <typename Body>
inline void eachBlock(long channels, Body body) {
  long c = 0;
  for (; c + LANES <= channels; c += LANES) body(c, LANES);
  if (c < channels) body(c, channels - c);
}

/**
 * SUMS sums over a chunk's rows for each channel, `to` [SUMS, channels]; four blocks of channels in registers at once.
 *
 * `body(row offset, channel, count, sums)` adds to them.
 */
template <int SUMS, typename Body>
inline void chunkSums(long begin, long end, long channels, float* to, Body body) {
  long c = 0;
  for (; c + 4 * LANES <= channels; c += 4 * LANES) {
    Lanes sums[4][SUMS] = {};
    for (long row = begin; row < end; row++) {
#pragma GCC unroll 4
      for (int block = 0; block < 4; block++) body(row * channels, c + block * LANES, LANES, sums[block]);
    }
    for (int block = 0; block < 4; block++) {
      for (int i = 0; i < SUMS; i++) store(to + i * channels + c + block * LANES, sums[block][i]);
    }
  }
  for (; c < channels; c += LANES) {
    const long count = smaller(LANES, channels - c);
    Lanes sums[SUMS] = {};
    for (long row = begin; row < end; row++) body(row * channels, c, count, sums);
    for (int i = 0; i < SUMS; i++) store(to + i * channels + c, sums[i], count);
  }
}

/** Columns `begin` to `end` of the sums of all chunks, [chunks, width], added up. */
inline void mergeColumns(const float* sums, long chunks, long width, long begin, long end, double* to) {
  constexpr long STRIP = 64;
  for (; begin < end; begin += STRIP) {
    const long count = smaller(STRIP, end - begin);
    double strip[STRIP] = {};
    for (long chunk = 0; chunk < chunks; chunk++) {
      const float* from = sums + chunk * width + begin;
      if (count == STRIP) {
        for (long i = 0; i < STRIP; i++) strip[i] += from[i];
      } else {
        for (long i = 0; i < count; i++) strip[i] += from[i];
      }
    }
    for (long i = 0; i < count; i++) to[begin + i] = strip[i];
  }
}

/** All columns, in several threads. */
inline void mergeSums(const float* sums, long chunks, long width, double* to) {
  constexpr long SHARE = 256;
#pragma omp parallel for schedule(static) if (chunks * width > 1 << 14)
  for (long begin = 0; begin < width; begin += SHARE) mergeColumns(sums, chunks, width, begin, smaller(width, begin + SHARE), to);
}

}  // namespace
}  // namespace unlabeled
