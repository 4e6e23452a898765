// Batch normalization with the residual's addition and the ReLU, forward and backward: two passes over memory each.
#pragma once
#include <cmath>
#include <memory>

#include "kernels.h"
#include "lanes.h"

namespace unlabeled {
namespace {

/** Rows in chunks of a fixed size, so that sums do not depend on the number of threads. */
struct RowChunks {
  long rows, size, count;

  RowChunks(long rows, long channels) : rows(rows) {
    size = 16384 / channels;
    if (size < 1) size = 1;
    count = (rows + size - 1) / size;
  }
  long begin(long chunk) const { return chunk * size; }
  long end(long chunk) const { return smaller(rows, (chunk + 1) * size); }
};

/** Calls `body(first channel, number of them or 16)` in steps of 16 channels. */
template <typename Body>
inline void eachBlock(long channels, Body body) {
  long c = 0;
  for (; c + LANES <= channels; c += LANES) body(c, LANES);
  if (c < channels) body(c, channels - c);
}

template <typename T>
inline Lanes take(const T* from, long count) {
  return count == LANES ? load(from) : load(from, count);
}

template <typename T>
inline void put(T* to, Lanes lanes, long count) {
  if (count == LANES) store(to, lanes);
  else store(to, lanes, count);
}

/**
 * Sums over a chunk's rows, four blocks of channels in registers at once: `body(row offset, channel, count, a, b)` adds to two sums.
 */
template <typename Body>
inline void chunkSums(long begin, long end, long channels, float* a, float* b, Body body) {
  long c = 0;
  for (; c + 4 * LANES <= channels; c += 4 * LANES) {
    Lanes a0{}, a1{}, a2{}, a3{}, b0{}, b1{}, b2{}, b3{};
    for (long row = begin; row < end; row++) {
      body(row * channels, c, LANES, a0, b0);
      body(row * channels, c + LANES, LANES, a1, b1);
      body(row * channels, c + 2 * LANES, LANES, a2, b2);
      body(row * channels, c + 3 * LANES, LANES, a3, b3);
    }
    store(a + c, a0), store(a + c + LANES, a1), store(a + c + 2 * LANES, a2), store(a + c + 3 * LANES, a3);
    store(b + c, b0), store(b + c + LANES, b1), store(b + c + 2 * LANES, b2), store(b + c + 3 * LANES, b3);
  }
  for (; c < channels; c += LANES) {
    long count = smaller(LANES, channels - c);
    Lanes a0{}, b0{};
    for (long row = begin; row < end; row++) body(row * channels, c, count, a0, b0);
    put(a + c, a0, count);
    put(b + c, b0, count);
  }
}

template <typename T>
void batchNormForward(const BatchNormForward<T>& job) {
  const long C = job.channels;
  const RowChunks chunks(job.rows, C);
  std::unique_ptr<float[]> sums(new float[chunks.count * 2 * C]);
  std::unique_ptr<float[]> coefficients(new float[2 * C]);
  float *first = coefficients.get(), *factor = first + C;
  // sums are of differences from the first row, so that a large mean costs no precision
  eachBlock(C, [&](long c, long count) { put(first + c, take(job.x + c, count), count); });
#pragma omp parallel for schedule(static)
  for (long chunk = 0; chunk < chunks.count; chunk++) {
    float* a = sums.get() + chunk * 2 * C;
    chunkSums(chunks.begin(chunk), chunks.end(chunk), C, a, a + C, [&](long row, long c, long count, Lanes& s, Lanes& q) {
      Lanes d = take(job.x + row + c, count) - take(first + c, count);
      s += d;
      q += d * d;
    });
  }
  for (long c = 0; c < C; c++) {
    double s = 0, q = 0;
    for (long chunk = 0; chunk < chunks.count; chunk++) {
      s += sums[chunk * 2 * C + c];
      q += sums[chunk * 2 * C + C + c];
    }
    const double shift = s / job.rows;
    double variance = q / job.rows - shift * shift;
    if (variance < 0) variance = 0;  // rounding; NaN passes
    job.mean[c] = (float)(first[c] + shift);
    job.variance[c] = (float)variance;
    factor[c] = (float)(job.scale[c] / std::sqrt(variance + job.epsilon));
  }
  // backwards: what was read last may still be in the caches
#pragma omp parallel for schedule(static)
  for (long chunk = chunks.count - 1; chunk >= 0; chunk--) {
    for (long row = chunks.begin(chunk); row < chunks.end(chunk); row++) {
      const long at = row * C;
      eachBlock(C, [&](long c, long count) {
        Lanes y = (take(job.x + at + c, count) - take(job.mean + c, count)) * take(factor + c, count) + take(job.offset + c, count);
        if (job.residual) y += take(job.residual + at + c, count);
        if (job.relu) y = y < 0 ? Lanes{} : y;  // NaN passes
        put(job.y + at + c, y, count);
      });
    }
  }
}

/** The gradient behind the ReLU. */
template <typename T>
inline Lanes maskedGradient(const BatchNormBackward<T>& job, long at, long count) {
  Lanes g = take(job.dy + at, count);
  if (job.dyToo) g += take(job.dyToo + at, count);
  if (job.relu) g = take(job.y + at, count) > 0 ? g : Lanes{};
  return g;
}

template <typename T>
void batchNormBackward(const BatchNormBackward<T>& job) {
  const long C = job.channels;
  const RowChunks chunks(job.rows, C);
  std::unique_ptr<float[]> sums(new float[chunks.count * 2 * C]);
  std::unique_ptr<float[]> coefficients(new float[3 * C]);
  float *k1 = coefficients.get(), *k2 = k1 + C, *k3 = k2 + C;
#pragma omp parallel for schedule(static)
  for (long chunk = 0; chunk < chunks.count; chunk++) {
    float* a = sums.get() + chunk * 2 * C;
    chunkSums(chunks.begin(chunk), chunks.end(chunk), C, a, a + C, [&](long row, long c, long count, Lanes& s, Lanes& q) {
      Lanes g = maskedGradient(job, row + c, count);
      if (job.dResidual) put(job.dResidual + row + c, g, count);
      s += g;
      q += g * (take(job.x + row + c, count) - take(job.mean + c, count));
    });
  }
  for (long c = 0; c < C; c++) {
    double s = 0, q = 0;
    for (long chunk = 0; chunk < chunks.count; chunk++) {
      s += sums[chunk * 2 * C + c];
      q += sums[chunk * 2 * C + C + c];
    }
    const double inverse = 1 / std::sqrt((double)job.variance[c] + job.epsilon);
    const double outer = job.scale[c] * inverse;
    job.dOffset[c] = (float)s;
    job.dScale[c] = (float)(q * inverse);
    k1[c] = (float)outer;
    k2[c] = (float)(-outer * inverse * inverse * q / job.rows);
    k3[c] = (float)(-outer * s / job.rows);
  }
  // backwards: what was read last may still be in the caches
#pragma omp parallel for schedule(static)
  for (long chunk = chunks.count - 1; chunk >= 0; chunk--) {
    for (long row = chunks.begin(chunk); row < chunks.end(chunk); row++) {
      const long at = row * C;
      eachBlock(C, [&](long c, long count) {
        Lanes g = job.dResidual ? take(job.dResidual + at + c, count) : maskedGradient(job, at + c, count);
        Lanes d = take(job.x + at + c, count) - take(job.mean + c, count);
        put(job.dx + at + c, g * take(k1 + c, count) + d * take(k2 + c, count) + take(k3 + c, count), count);
      });
    }
  }
}

}  // namespace
}  // namespace unlabeled
