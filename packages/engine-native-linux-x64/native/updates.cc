// Updates of all parameters in one pass. Outputs may be the inputs: then the update is made in place.
#include <cmath>
#include <vector>

#include "arguments.h"
#include "kernels/kernels.h"

namespace unlabeled {

namespace {

struct Floats {
  float* data;
  long count;
};

/** An array of Float32Arrays, of the lengths of `like` where it is given. */
std::vector<Floats> tensors(const Arguments& arguments, size_t index, const char* name, const std::vector<Floats>* like = nullptr) {
  const Napi::Array list = arguments.list(index, name);
  std::vector<Floats> found;
  if (like && list.Length() != like->size()) arguments.fail(std::string(name) + " must have an entry for each parameter.");
  for (uint32_t i = 0; i < list.Length(); i++) {
    const Array array = arguments.array(list.Get(i), name);
    const size_t length = like ? size_t((*like)[i].count) : array.length;
    found.push_back({arguments.elements<float>(array, length, name), long(length)});
  }
  return found;
}

/** One number a parameter. */
const float* numbers(const Arguments& arguments, size_t index, size_t count, const char* name) {
  return arguments.elements<float>(index, count, name);
}

/** A run of elements of one parameter. */
struct Run {
  size_t parameter;
  long begin, count;
};

/** All parameters in runs of some thousands, so that threads share large parameters and small ones alike. */
std::vector<Run> runsOver(const std::vector<Floats>& parameters) {
  constexpr long LENGTH = 16384;
  std::vector<Run> runs;
  for (size_t i = 0; i < parameters.size(); i++)
    for (long begin = 0; begin < parameters[i].count; begin += LENGTH) runs.push_back({i, begin, std::min(LENGTH, parameters[i].count - begin)});
  return runs;
}

/** So few elements are updated before another thread is awake: a batch normalization's averages are. */
constexpr long FEW = 1 << 13;

template <typename Body>
void eachRun(const std::vector<Run>& runs, Body body) {
  long elements = 0;
  for (const Run& run : runs) elements += run.count;
#pragma omp parallel for schedule(static) if (elements > FEW)
  for (size_t i = 0; i < runs.size(); i++) body(runs[i], i);
}

}  // namespace

/** sgdUpdate(w, g, m, newW, newM, weightDecays, learningRate, momentum, nesterov); m and newM are empty without momentum. */
Napi::Value sgdUpdate(const Arguments& arguments) {
  const auto w = tensors(arguments, 0, "w"), g = tensors(arguments, 1, "g", &w);
  const bool buffers = arguments.list(2, "m").Length() > 0;
  const std::vector<Floats> none;
  const auto m = tensors(arguments, 2, "m", buffers ? &w : &none), newW = tensors(arguments, 3, "newW", &w);
  const auto newM = tensors(arguments, 4, "newM", buffers ? &w : &none);
  const float* decays = numbers(arguments, 5, w.size(), "weightDecays");
  const float rate = float(arguments.number(6)), momentum = float(arguments.number(7));
  const bool nesterov = arguments.flag(8);
  eachRun(runsOver(w), [&](const Run& run, size_t) {
    const auto [i, begin, count] = run;
    kernels().sgdRun({w[i].data + begin, g[i].data + begin, buffers ? m[i].data + begin : nullptr, newW[i].data + begin,
                      buffers ? newM[i].data + begin : nullptr, count, rate, momentum, decays[i], nesterov});
  });
  return arguments.env().Undefined();
}

/** larsUpdate(w, g, m, newW, newM, weightDecays, adapted, learningRate, momentum, trustCoefficient, rateInBuffer). */
Napi::Value larsUpdate(const Arguments& arguments) {
  const auto w = tensors(arguments, 0, "w"), g = tensors(arguments, 1, "g", &w), m = tensors(arguments, 2, "m", &w);
  const auto newW = tensors(arguments, 3, "newW", &w), newM = tensors(arguments, 4, "newM", &w);
  const float *decays = numbers(arguments, 5, w.size(), "weightDecays"), *adapted = numbers(arguments, 6, w.size(), "adapted");
  const float rate = float(arguments.number(7)), momentum = float(arguments.number(8));
  const double coefficient = arguments.number(9);
  const bool rateInBuffer = arguments.flag(10);
  const std::vector<Run> runs = runsOver(w);
  const auto job = [&](const Run& run, float ratio) -> LarsRun {
    const auto [i, begin, count] = run;
    return {w[i].data + begin, g[i].data + begin, m[i].data + begin, newW[i].data + begin, newM[i].data + begin, count, rate, momentum, decays[i], ratio, rateInBuffer};
  };
  std::vector<double> squares(2 * runs.size());
  eachRun(runs, [&](const Run& run, size_t at) {
    if (adapted[run.parameter] != 0) kernels().larsNorms(job(run, 1), &squares[2 * at]);
  });
  std::vector<double> ofW(w.size()), ofU(w.size());
  for (size_t at = 0; at < runs.size(); at++) {
    ofW[runs[at].parameter] += squares[2 * at];
    ofU[runs[at].parameter] += squares[2 * at + 1];
  }
  eachRun(runs, [&](const Run& run, size_t) {
    const double norm = ofW[run.parameter], length = ofU[run.parameter];
    const bool scaled = adapted[run.parameter] != 0 && norm > 0 && length > 0;
    kernels().larsRun(job(run, scaled ? float(coefficient * std::sqrt(norm / length)) : 1));
  });
  return arguments.env().Undefined();
}

/** adamUpdate(w, g, m, v, newW, newM, newV, weightDecays, step, learningRate, beta1, beta2, epsilon, decoupled); step counts from 1. */
Napi::Value adamUpdate(const Arguments& arguments) {
  const auto w = tensors(arguments, 0, "w"), g = tensors(arguments, 1, "g", &w), m = tensors(arguments, 2, "m", &w), v = tensors(arguments, 3, "v", &w);
  const auto newW = tensors(arguments, 4, "newW", &w), newM = tensors(arguments, 5, "newM", &w), newV = tensors(arguments, 6, "newV", &w);
  const float* decays = numbers(arguments, 7, w.size(), "weightDecays");
  const double step = arguments.number(8), learningRate = arguments.number(9), beta1 = arguments.number(10), beta2 = arguments.number(11);
  const float epsilon = float(arguments.number(12));
  const bool decoupled = arguments.flag(13);
  const float rate = float(learningRate / (1 - std::pow(beta1, step))), correction = float(std::sqrt(1 - std::pow(beta2, step)));
  eachRun(runsOver(w), [&](const Run& run, size_t) {
    const auto [i, begin, count] = run;
    const float added = decoupled ? 0 : decays[i], kept = decoupled ? float(1 - learningRate * decays[i]) : 1;
    kernels().adamRun({w[i].data + begin, g[i].data + begin, m[i].data + begin, v[i].data + begin, newW[i].data + begin, newM[i].data + begin,
                       newV[i].data + begin, count, float(beta1), float(beta2), float(1 - beta1), float(1 - beta2), added, kept, rate, correction, epsilon});
  });
  return arguments.env().Undefined();
}

/** emaUpdate(target, online, newTarget, momentum). */
Napi::Value emaUpdate(const Arguments& arguments) {
  const auto target = tensors(arguments, 0, "target"), online = tensors(arguments, 1, "online", &target), newTarget = tensors(arguments, 2, "newTarget", &target);
  const float rest = float(1 - arguments.number(3));
  eachRun(runsOver(target), [&](const Run& run, size_t) {
    const auto [i, begin, count] = run;
    kernels().emaRun({target[i].data + begin, online[i].data + begin, newTarget[i].data + begin, count, rest});
  });
  return arguments.env().Undefined();
}

}  // namespace unlabeled
