// Pooling of images [N, H, W, C], and its gradients.
#include "windows-argument.h"

namespace unlabeled {

namespace {

using Pool = void (*const[2])(const Windows&, const void* x, void* y);

Napi::Value pool(const Arguments& arguments, Pool kernel) {
  const Windows windows = windowsOf(arguments, 0);
  const Array x = arguments.array(1, "x"), y = arguments.array(2, "y");
  expectOneType(arguments, x, y);
  kernel[x.halves()](windows, arguments.numbers(x, inputSize(windows), "x"), arguments.numbers(y, outputSize(windows), "y"));
  return arguments.env().Undefined();
}

}  // namespace

/** maximumPool(windows, x, y). */
Napi::Value maximumPool(const Arguments& arguments) { return pool(arguments, kernels().maximumPool); }

/** averagePool(windows, x, y). */
Napi::Value averagePool(const Arguments& arguments) { return pool(arguments, kernels().averagePool); }

/** maximumPoolGradient(windows, x, dy, dx). */
Napi::Value maximumPoolGradient(const Arguments& arguments) {
  const Windows windows = windowsOf(arguments, 0);
  const Array x = arguments.array(1, "x"), dy = arguments.array(2, "dy"), dx = arguments.array(3, "dx");
  expectOneType(arguments, x, dy);
  expectOneType(arguments, x, dx);
  kernels().maximumPoolGradient[x.halves()](windows, arguments.numbers(x, inputSize(windows), "x"), arguments.numbers(dy, outputSize(windows), "dy"),
                                            arguments.numbers(dx, inputSize(windows), "dx"));
  return arguments.env().Undefined();
}

/** averagePoolGradient(windows, dy, dx). */
Napi::Value averagePoolGradient(const Arguments& arguments) {
  const Windows windows = windowsOf(arguments, 0);
  const Array dy = arguments.array(1, "dy"), dx = arguments.array(2, "dx");
  expectOneType(arguments, dy, dx);
  kernels().averagePoolGradient[dy.halves()](windows, nullptr, arguments.numbers(dy, outputSize(windows), "dy"), arguments.numbers(dx, inputSize(windows), "dx"));
  return arguments.env().Undefined();
}

}  // namespace unlabeled
