// Operations on each element by itself: of one tensor, of a choice between two, and from one type to another.
#pragma once
#include "bytes.h"
#include "math.h"
#include "operations.h"
#include "swish.h"

namespace unlabeled {
namespace {

/** Up to so many elements one thread is as quick as several. */
constexpr long ALONE = 1 << 15;

/** Calls `body(begin, end)` for runs of elements, in several threads. */
template <typename Body>
inline void eachRun(long count, Body body) {
  const long run = 1 << 12, runs = (count + run - 1) / run;
#pragma omp parallel for schedule(static) if (count > ALONE)
  for (long r = 0; r < runs; r++) body(r * run, smaller(count, (r + 1) * run));
}

template <typename T, typename F>
inline void map(const UnaryJob<T>& job, F f) {
  eachRun(job.count, [&](long i, long end) {
    for (; i + LANES <= end; i += LANES) store(job.y + i, f(load(job.x + i)));
    if (i < end) store(job.y + i, f(load(job.x + i, end - i)), end - i);
  });
}

/** NaN passes through all but `SIGN`, as in JavaScript's Math.max. */
template <typename T>
void unary(const UnaryJob<T>& job) {
  const float alpha = job.alpha, beta = job.beta;
  switch (job.operation) {
    case Unary::ABS: return map(job, [](Lanes x) { return math::abs(x); });
    case Unary::CEIL: return map(job, [](Lanes x) { return math::ceil(x); });
    case Unary::FLOOR: return map(job, [](Lanes x) { return math::floor(x); });
    case Unary::NEG: return map(job, [](Lanes x) { return -x; });
    case Unary::SQUARE: return map(job, [](Lanes x) { return x * x; });
    case Unary::SQRT: return map(job, [](Lanes x) { return math::sqrt(x); });
    case Unary::RSQRT: return map(job, [](Lanes x) { return 1.0f / math::sqrt(x); });
    case Unary::RECIPROCAL: return map(job, [](Lanes x) { return 1.0f / x; });
    case Unary::EXP: return map(job, [](Lanes x) { return math::exp(x); });
    case Unary::EXPM1: return map(job, [](Lanes x) { return math::expm1(x); });
    case Unary::LOG: return map(job, [](Lanes x) { return math::log(x); });
    case Unary::LOG1P: return map(job, [](Lanes x) { return math::log1p(x); });
    case Unary::RELU: return map(job, [](Lanes x) { return x <= 0 ? Lanes{} : x; });
    case Unary::RELU6: return map(job, [](Lanes x) { return x <= 0 ? Lanes{} : x > 6 ? broadcast(6) : x; });
    case Unary::LEAKY_RELU: return map(job, [=](Lanes x) { return x < 0 ? x * alpha : x; });
    case Unary::ELU: return map(job, [](Lanes x) { return x >= 0 ? x : math::expm1(x); });
    case Unary::SELU: return map(job, [](Lanes x) { return x >= 0 ? x * 1.05070099f : math::expm1(x) * 1.75809934f; });
    case Unary::SIGMOID: return map(job, [](Lanes x) { return math::sigmoid(x); });
    case Unary::TANH: return map(job, [](Lanes x) { return math::tanh(x); });
    case Unary::SOFTPLUS: return map(job, [](Lanes x) { return math::softplus(x); });
    case Unary::STEP: return map(job, [=](Lanes x) { return x > 0 ? broadcast(1) : x <= 0 ? broadcast(alpha) : x; });
    case Unary::SIGN: return map(job, [](Lanes x) { return x > 0 ? broadcast(1) : x < 0 ? broadcast(-1) : Lanes{}; });
    case Unary::SIN: return map(job, [](Lanes x) { return math::sine<0>(x); });
    case Unary::COS: return map(job, [](Lanes x) { return math::sine<1>(x); });
    case Unary::ERF: return map(job, [](Lanes x) { return math::erf(x); });
    case Unary::CLIP_BY_VALUE: return map(job, [=](Lanes x) { return x > beta ? broadcast(beta) : x < alpha ? broadcast(alpha) : x; });
    case Unary::SWISH: return map(job, [](Lanes x) { return swish(x); });
    case Unary::COUNT: return;
  }
}

/** out = chosen where the condition is 1, else other. */
template <typename T>
void choose(const uint8_t* condition, const T* chosen, const T* other, T* out, long count) {
  eachRun(count, [&](long i, long end) {
    for (; i < end; i++) {
      const T one = chosen[i], another = other[i];
      out[i] = condition[i] == 1 ? one : another;
    }
  });
}

/** As JavaScript makes an int of a number: the fraction is cut off, then all but 32 bits; 0 of what is not finite. */
inline int32_t toInt(float x) {
  if (!(__builtin_fabsf(x) < math::INF)) return 0;
  return int32_t(uint32_t(int64_t(__builtin_fmod(double(x), 4294967296.0))));
}

/** Of an int or of a truth, 0 or 1. */
template <typename From>
void castToFloat(const From* from, float* to, long count) {
  eachRun(count, [&](long i, long end) {
    for (; i < end; i++) to[i] = float(from[i]);
  });
}

void castToInt(const float* from, int32_t* to, long count) {
  eachRun(count, [&](long begin, long end) {
    bool fit = true;
    for (long i = begin; i < end; i++) fit &= __builtin_fabsf(from[i]) < 2147483648.0f;
    if (fit) {
      for (long i = begin; i < end; i++) to[i] = int32_t(from[i]);
    } else {
      for (long i = begin; i < end; i++) to[i] = toInt(from[i]);
    }
  });
}

/** Everything but 0 is true. */
void castToBool(const float* from, uint8_t* to, long count) {
  eachRun(count, [&](long i, long end) {
    for (; i + LANES <= end; i += LANES) store(to + i, LaneBits(load(from + i) != 0));
    for (; i < end; i++) to[i] = from[i] != 0;
  });
}

}  // namespace
}  // namespace unlabeled
