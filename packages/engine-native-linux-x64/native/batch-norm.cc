#include "arguments.h"
#include "kernels/kernels.h"

namespace unlabeled {

namespace {

template <typename T>
void forward(const Arguments& arguments, void (*kernel)(const BatchNormForward<T>&)) {
  BatchNormForward<T> job;
  job.rows = long(arguments.number(0));
  job.channels = long(arguments.number(1));
  job.epsilon = float(arguments.number(2));
  job.relu = arguments.flag(3);
  const size_t size = size_t(job.rows) * job.channels, channels = job.channels;
  job.x = arguments.elements<T>(4, size, "x");
  job.scale = arguments.elements<float>(5, channels, "scale");
  job.offset = arguments.elements<float>(6, channels, "offset");
  job.residual = arguments.optional<T>(7, size, "residual");
  job.y = arguments.elements<T>(8, size, "y");
  job.mean = arguments.elements<float>(9, channels, "mean");
  job.variance = arguments.elements<float>(10, channels, "variance");
  kernel(job);
}

template <typename T>
void backward(const Arguments& arguments, void (*kernel)(const BatchNormBackward<T>&)) {
  BatchNormBackward<T> job;
  job.rows = long(arguments.number(0));
  job.channels = long(arguments.number(1));
  job.epsilon = float(arguments.number(2));
  job.relu = arguments.flag(3);
  const size_t size = size_t(job.rows) * job.channels, channels = job.channels;
  job.x = arguments.elements<T>(4, size, "x");
  job.dy = arguments.elements<T>(5, size, "dy");
  job.dyToo = arguments.optional<T>(6, size, "dyToo");
  job.scale = arguments.elements<float>(7, channels, "scale");
  job.y = arguments.elements<T>(8, size, "y");
  job.mean = arguments.elements<float>(9, channels, "mean");
  job.variance = arguments.elements<float>(10, channels, "variance");
  job.dx = arguments.elements<T>(11, size, "dx");
  job.dScale = arguments.elements<float>(12, channels, "dScale");
  job.dOffset = arguments.elements<float>(13, channels, "dOffset");
  job.dResidual = arguments.optional<T>(14, size, "dResidual");
  kernel(job);
}

}  // namespace

/** batchNormForward(rows, channels, epsilon, relu, x, scale, offset, residual?, y, mean, variance). */
Napi::Value batchNormForward(const Arguments& arguments) {
  if (arguments.array(4, "x").halves()) forward(arguments, kernels().batchNormForwardHalf);
  else forward(arguments, kernels().batchNormForward);
  return arguments.env().Undefined();
}

/** batchNormBackward(rows, channels, epsilon, relu, x, dy, dyToo?, scale, y, mean, variance, dx, dScale, dOffset, dResidual?). */
Napi::Value batchNormBackward(const Arguments& arguments) {
  if (arguments.array(4, "x").halves()) backward(arguments, kernels().batchNormBackwardHalf);
  else backward(arguments, kernels().batchNormBackward);
  return arguments.env().Undefined();
}

}  // namespace unlabeled
