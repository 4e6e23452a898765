// Updates of parameters, a run of elements at a time. Outputs may be the inputs.
#pragma once
#include <cmath>

#include "kernels.h"
#include "lanes.h"

namespace unlabeled {
namespace {

inline Lanes squareRoot(Lanes x) {
  Lanes root;
  for (long lane = 0; lane < LANES; lane++) root[lane] = std::sqrt(x[lane]);
  return root;
}

/** Calls `body(index, number of elements)` for as many elements as there are lanes, and for the rest. */
template <typename Body>
inline void eachRegister(long count, Body body) {
  long i = 0;
  for (; i + LANES <= count; i += LANES) body(i, LANES);
  if (i < count) body(i, count - i);
}

/** g + weightDecay w. Without decay infinite weights do not count. */
inline Lanes decayed(Lanes g, Lanes w, float weightDecay) { return weightDecay == 0 ? g : g + broadcast(weightDecay) * w; }

void sgdRun(const SgdRun& run) {
  const Lanes rate = broadcast(run.learningRate), momentum = broadcast(run.momentum);
  eachRegister(run.count, [&](long i, long n) {
    const Lanes w = load(run.w + i, n), g = decayed(load(run.g + i, n), w, run.weightDecay);
    if (run.m == nullptr) return store(run.newW + i, w - rate * g, n);
    const Lanes m = momentum * load(run.m + i, n) + g;
    store(run.newW + i, w - rate * (run.nesterov ? g + momentum * m : m), n);
    store(run.newM + i, m, n);
  });
}

/** Adds the sums of the squares of w and of g + weightDecay w. */
void larsNorms(const LarsRun& run, double squares[2]) {
  Lanes ofW{}, ofU{};
  eachRegister(run.count, [&](long i, long n) {
    const Lanes w = load(run.w + i, n), u = decayed(load(run.g + i, n), w, run.weightDecay);
    ofW += w * w;
    ofU += u * u;
  });
  for (long lane = 0; lane < LANES; lane++) squares[0] += ofW[lane], squares[1] += ofU[lane];
}

void larsRun(const LarsRun& run) {
  const Lanes ratio = broadcast(run.ratio), momentum = broadcast(run.momentum);
  const Lanes inside = broadcast(run.rateInBuffer ? run.learningRate : 1), outside = broadcast(run.rateInBuffer ? 1 : run.learningRate);
  eachRegister(run.count, [&](long i, long n) {
    const Lanes w = load(run.w + i, n), u = ratio * decayed(load(run.g + i, n), w, run.weightDecay);
    const Lanes m = momentum * load(run.m + i, n) + inside * u;
    store(run.newW + i, w - outside * m, n);
    store(run.newM + i, m, n);
  });
}

void adamRun(const AdamRun& run) {
  const Lanes kept = broadcast(run.keptWeight), beta1 = broadcast(run.beta1), beta2 = broadcast(run.beta2);
  const Lanes rest1 = broadcast(run.rest1), rest2 = broadcast(run.rest2);
  const Lanes rate = broadcast(run.rate), correction = broadcast(run.rootCorrection), epsilon = broadcast(run.epsilon);
  eachRegister(run.count, [&](long i, long n) {
    const Lanes w = load(run.w + i, n), g = decayed(load(run.g + i, n), w, run.addedDecay);
    const Lanes m = beta1 * load(run.m + i, n) + rest1 * g, v = beta2 * load(run.v + i, n) + rest2 * (g * g);
    store(run.newW + i, kept * w - rate * (m / (squareRoot(v) / correction + epsilon)), n);
    store(run.newM + i, m, n);
    store(run.newV + i, v, n);
  });
}

void emaRun(const EmaRun& run) {
  const Lanes rest = broadcast(run.rest);
  eachRegister(run.count, [&](long i, long n) {
    const Lanes target = load(run.target + i, n);
    store(run.newTarget + i, target + rest * (load(run.online + i, n) - target), n);
  });
}

}  // namespace
}  // namespace unlabeled
