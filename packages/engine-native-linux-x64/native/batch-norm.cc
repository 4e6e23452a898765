#include "arguments.h"
#include "kernels/kernels.h"

namespace unlabeled {

namespace {

Activation activationOf(const Arguments& arguments, size_t index) {
  const double activation = arguments.number(index);
  if (!(activation >= 0 && activation < double(Activation::COUNT))) arguments.fail("activation must be 0 (none), 1 (ReLU) or 2 (swish).");
  return Activation(int(activation));
}

/** Rows and channels, of which there must be some: statistics of nothing are none. */
template <typename Job>
void readShape(const Arguments& arguments, Job& job) {
  job.rows = long(arguments.number(0));
  job.channels = long(arguments.number(1));
  if (job.rows < 1 || job.channels < 1) arguments.fail("rows and channels must be positive.");
}

template <typename T>
void forward(const Arguments& arguments, void (*kernel)(const BatchNormForward<T>&)) {
  BatchNormForward<T> job;
  readShape(arguments, job);
  job.epsilon = float(arguments.number(2));
  job.activation = activationOf(arguments, 3);
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
  readShape(arguments, job);
  job.epsilon = float(arguments.number(2));
  job.activation = activationOf(arguments, 3);
  const size_t size = size_t(job.rows) * job.channels, channels = job.channels;
  job.x = arguments.elements<T>(4, size, "x");
  job.dy = arguments.elements<T>(5, size, "dy");
  job.dyToo = arguments.optional<T>(6, size, "dyToo");
  job.scale = arguments.elements<float>(7, channels, "scale");
  job.offset = job.activation == Activation::SWISH ? arguments.elements<float>(8, channels, "offset") : nullptr;
  job.y = job.activation == Activation::RELU ? arguments.elements<T>(9, size, "y") : nullptr;
  job.mean = arguments.elements<float>(10, channels, "mean");
  job.variance = arguments.elements<float>(11, channels, "variance");
  job.dx = arguments.elements<T>(12, size, "dx");
  job.dScale = arguments.elements<float>(13, channels, "dScale");
  job.dOffset = arguments.elements<float>(14, channels, "dOffset");
  job.dResidual = arguments.optional<T>(15, size, "dResidual");
  kernel(job);
}

}  // namespace

/** batchNormForward(rows, channels, epsilon, activation, x, scale, offset, residual?, y, mean, variance). */
Napi::Value batchNormForward(const Arguments& arguments) {
  if (arguments.array(4, "x").halves()) forward(arguments, kernels().batchNormForwardHalf);
  else forward(arguments, kernels().batchNormForward);
  return arguments.env().Undefined();
}

/**
 * batchNormBackward(rows, channels, epsilon, activation, x, dy, dyToo?, scale, offset?, y?, mean, variance, dx, dScale, dOffset,
 * dResidual?). The offset is read behind a swish, y behind a ReLU.
 */
Napi::Value batchNormBackward(const Arguments& arguments) {
  if (arguments.array(4, "x").halves()) backward(arguments, kernels().batchNormBackwardHalf);
  else backward(arguments, kernels().batchNormBackward);
  return arguments.env().Undefined();
}

}  // namespace unlabeled
