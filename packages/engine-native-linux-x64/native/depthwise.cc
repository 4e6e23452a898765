// Depthwise convolutions of multiplier 1: images [N, H, W, C], weights [kh, kw, C].
#include "windows-argument.h"

namespace unlabeled {

/** depthwise(windows, x, weights, y). */
Napi::Value depthwise(const Arguments& arguments) {
  const Windows windows = windowsOf(arguments, 0);
  const Array x = arguments.array(1, "x"), y = arguments.array(3, "y");
  expectOneType(arguments, x, y);
  const float* weights = arguments.elements<float>(2, kernelSize(windows), "weights");
  kernels().depthwise[x.halves()](windows, false, arguments.numbers(x, inputSize(windows), "x"), weights, arguments.numbers(y, outputSize(windows), "y"));
  return arguments.env().Undefined();
}

/** depthwiseInputGradient(windows, dy, weights, dx). */
Napi::Value depthwiseInputGradient(const Arguments& arguments) {
  const Windows windows = windowsOf(arguments, 0);
  const Array dy = arguments.array(1, "dy"), dx = arguments.array(3, "dx");
  expectOneType(arguments, dy, dx);
  const float* weights = arguments.elements<float>(2, kernelSize(windows), "weights");
  kernels().depthwise[dy.halves()](windows, true, arguments.numbers(dy, outputSize(windows), "dy"), weights, arguments.numbers(dx, inputSize(windows), "dx"));
  return arguments.env().Undefined();
}

/** depthwiseWeightGradient(windows, x, dy, dw). */
Napi::Value depthwiseWeightGradient(const Arguments& arguments) {
  const Windows windows = windowsOf(arguments, 0);
  const Array x = arguments.array(1, "x"), dy = arguments.array(2, "dy");
  expectOneType(arguments, x, dy);
  float* dw = arguments.elements<float>(3, kernelSize(windows), "dw");
  kernels().depthwiseWeights[x.halves()](windows, arguments.numbers(x, inputSize(windows), "x"), arguments.numbers(dy, outputSize(windows), "dy"), dw);
  return arguments.env().Undefined();
}

}  // namespace unlabeled
