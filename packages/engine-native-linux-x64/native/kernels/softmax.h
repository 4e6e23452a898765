// Softmax of rows, and the cross-entropy of labels with it.
#pragma once
#include <memory>

#include "math.h"
#include "reductions.h"

namespace unlabeled {
namespace {

/** to = exp(x - largest); returns the sum. */
template <typename T, typename To>
inline double exponentials(const T* x, float largest, long count, To* to) {
  Doubles sums;
  long i = 0;
  for (; i + LANES <= count; i += LANES) {
    const Lanes e = math::exp(load(x + i) - largest);
    sums = sums + Doubles(e);
    store(to + i, e);
  }
  double lanes[LANES], sum = 0;
  sums.store(lanes);
  for (double lane : lanes) sum += lane;
  if (i < count) {
    const Lanes e = math::exp(load(x + i, count - i) - largest);
    for (long lane = 0; lane < count - i; lane++) sum += e[lane];
    store(to + i, e, count - i);
  }
  return sum;
}

/** Calls `body(i, count)` in steps of the lanes. */
template <typename Body>
inline void eachLanes(long count, Body body) {
  for (long i = 0; i < count; i += LANES) body(i, smaller(LANES, count - i));
}

template <typename T>
void softmax(const SoftmaxJob<T>& job) {
  const long classes = job.classes;
#pragma omp parallel for schedule(static) if (job.rows * classes > ALONE / 4)
  for (long row = 0; row < job.rows; row++) {
    const T* x = job.x + row * classes;
    T* y = job.y + row * classes;
    const float largest = float(reduceRow<FindingMax>(x, classes));
    const float inverse = float(1 / exponentials(x, largest, classes, y));
    eachLanes(classes, [&](long i, long count) { store(y + i, load(y + i, count) * inverse, count); });
  }
}

/** A row's loss; its gradient, divided by the number of rows, is stored. */
template <typename T>
inline double softmaxCrossEntropyRow(const T* logits, const float* labels, long classes, double rows, float* gradient) {
  const float largest = float(reduceRow<FindingMax>(logits, classes));
  const double sum = exponentials(logits, largest, classes, gradient), weight = reduceRow<Summing>(labels, classes);
  const float logSum = float(__builtin_log(sum)), factor = float(weight / (sum * rows)), share = float(1 / rows);
  Doubles losses;
  eachLanes(classes, [&](long i, long count) {
    const Lanes label = load(labels + i, count);
    losses = losses - Doubles(label * (load(logits + i, count) - largest - logSum));  // past the row labels are 0
    store(gradient + i, load(gradient + i, count) * factor - label * share, count);
  });
  double lanes[LANES], all = 0;
  losses.store(lanes);
  for (double lane : lanes) all += lane;
  return all;
}

template <typename T>
void softmaxCrossEntropy(const SoftmaxCrossEntropyJob<T>& job) {
  const long classes = job.classes;
  std::unique_ptr<double[]> losses(new double[job.rows]);
#pragma omp parallel for schedule(static) if (job.rows * classes > ALONE / 4)
  for (long row = 0; row < job.rows; row++) {
    const long at = row * classes;
    losses[row] = softmaxCrossEntropyRow(job.logits + at, job.labels + at, classes, double(job.rows), job.gradient + at);
  }
  double sum = 0;
  for (long row = 0; row < job.rows; row++) sum += losses[row];
  *job.loss = float(sum / job.rows);
}

}  // namespace
}  // namespace unlabeled
