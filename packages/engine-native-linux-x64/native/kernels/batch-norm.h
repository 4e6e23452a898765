// Batch normalization with the residual's addition and the activation, forward and backward: two passes over memory each.
#pragma once
#include <cmath>
#include <type_traits>

#include "kernels.h"
#include "lanes.h"
#include "row-chunks.h"
#include "swish.h"
#include "workspace.h"

namespace unlabeled {
namespace {

/** Calls `body` with the activation as a type. */
template <typename Body>
inline void withActivation(Activation activation, Body body) {
  switch (activation) {
    case Activation::NONE: return body(std::integral_constant<Activation, Activation::NONE>{});
    case Activation::RELU: return body(std::integral_constant<Activation, Activation::RELU>{});
    case Activation::SWISH: return body(std::integral_constant<Activation, Activation::SWISH>{});
    case Activation::COUNT: return;
  }
}

/** y, with the statistics known. */
template <Activation ACTIVATION, typename T>
void normalize(const BatchNormForward<T>& job, const RowChunks& chunks, const float* factor) {
  const long C = job.channels;
  // backwards: what was read last may still be in the caches
#pragma omp parallel for schedule(static)
  for (long chunk = chunks.count - 1; chunk >= 0; chunk--) {
    for (long row = chunks.begin(chunk); row < chunks.end(chunk); row++) {
      const long at = row * C;
      eachBlock(C, [&](long c, long count) {
        Lanes y = (load(job.x + at + c, count) - load(job.mean + c, count)) * load(factor + c, count) + load(job.offset + c, count);
        if (job.residual) y += load(job.residual + at + c, count);
        if (ACTIVATION == Activation::RELU) y = y < 0 ? Lanes{} : y;  // NaN passes
        if (ACTIVATION == Activation::SWISH) y = swish(y);
        store(job.y + at + c, y, count);
      });
    }
  }
}

template <typename T>
void batchNormForward(const BatchNormForward<T>& job) {
  const long C = job.channels;
  const RowChunks chunks(job.rows, C);
  Workspace workspace;
  double* totals = workspace.take<double>(2 * C);
  float *sums = workspace.take<float>(chunks.count * 2 * C), *first = workspace.take<float>(C), *factor = workspace.take<float>(C);
  // sums are of differences from the first row, so that a large mean costs no precision
  eachBlock(C, [&](long c, long count) { store(first + c, load(job.x + c, count), count); });
#pragma omp parallel for schedule(static)
  for (long chunk = 0; chunk < chunks.count; chunk++) {
    chunkSums<2>(chunks.begin(chunk), chunks.end(chunk), C, sums + chunk * 2 * C, [&](long row, long c, long count, Lanes* to) {
      Lanes d = load(job.x + row + c, count) - load(first + c, count);
      to[0] += d;
      to[1] += d * d;
    });
  }
  mergeSums(sums, chunks.count, 2 * C, totals);
  for (long c = 0; c < C; c++) {
    const double s = totals[c], q = totals[C + c];
    const double shift = s / job.rows;
    double variance = q / job.rows - shift * shift;
    if (variance < 0) variance = 0;  // rounding; NaN passes
    job.mean[c] = (float)(first[c] + shift);
    job.variance[c] = (float)variance;
    factor[c] = (float)(job.scale[c] / std::sqrt(variance + job.epsilon));
  }
  withActivation(job.activation, [&](auto activation) { normalize<decltype(activation)::value>(job, chunks, factor); });
}

/** The gradient before the activation. `factor`: of x, what it is normalized and scaled with. */
template <Activation ACTIVATION, typename T>
inline Lanes innerGradient(const BatchNormBackward<T>& job, const float* factor, long row, long c, long count) {
  const long at = row + c;
  Lanes g = load(job.dy + at, count);
  if (job.dyToo) g += load(job.dyToo + at, count);
  if (ACTIVATION == Activation::RELU) g = load(job.y + at, count) > 0 ? g : Lanes{};
  if (ACTIVATION == Activation::SWISH) {
    const Lanes x = load(job.x + at, count);
    g *= swishSlope((x - load(job.mean + c, count)) * load(factor + c, count) + load(job.offset + c, count));
  }
  return g;
}

template <Activation ACTIVATION, typename T>
void backward(const BatchNormBackward<T>& job) {
  const long C = job.channels;
  const RowChunks chunks(job.rows, C);
  Workspace workspace;
  double* totals = workspace.take<double>(2 * C);
  float *sums = workspace.take<float>(chunks.count * 2 * C), *factor = workspace.take<float>(C);
  float *k1 = workspace.take<float>(C), *k2 = workspace.take<float>(C), *k3 = workspace.take<float>(C);
  for (long c = 0; c < C; c++) factor[c] = (float)(job.scale[c] / std::sqrt((double)job.variance[c] + job.epsilon));
#pragma omp parallel for schedule(static)
  for (long chunk = 0; chunk < chunks.count; chunk++) {
    chunkSums<2>(chunks.begin(chunk), chunks.end(chunk), C, sums + chunk * 2 * C, [&](long row, long c, long count, Lanes* to) {
      Lanes g = innerGradient<ACTIVATION>(job, factor, row, c, count);
      if (job.dResidual) store(job.dResidual + row + c, g, count);
      to[0] += g;
      to[1] += g * (load(job.x + row + c, count) - load(job.mean + c, count));
    });
  }
  mergeSums(sums, chunks.count, 2 * C, totals);
  for (long c = 0; c < C; c++) {
    const double s = totals[c], q = totals[C + c];
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
        Lanes g = job.dResidual ? load(job.dResidual + at + c, count) : innerGradient<ACTIVATION>(job, factor, at, c, count);
        Lanes d = load(job.x + at + c, count) - load(job.mean + c, count);
        store(job.dx + at + c, g * load(k1 + c, count) + d * load(k2 + c, count) + load(k3 + c, count), count);
      });
    }
  }
}

template <typename T>
void batchNormBackward(const BatchNormBackward<T>& job) {
  withActivation(job.activation, [&](auto activation) { backward<decltype(activation)::value>(job); });
}

}  // namespace
}  // namespace unlabeled
