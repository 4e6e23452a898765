#include "arguments.h"
#include "kernels/kernels.h"

namespace unlabeled {

namespace {

/** (images, pixels, channels, x, factors, ...) */
template <typename T>
ScaleChannels<T> jobOf(const Arguments& arguments) {
  ScaleChannels<T> job{};
  job.images = long(arguments.number(0));
  job.pixels = long(arguments.number(1));
  job.channels = long(arguments.number(2));
  job.x = arguments.elements<T>(3, size_t(job.images) * job.pixels * job.channels, "x");
  job.factors = arguments.elements<float>(4, size_t(job.images) * job.channels, "factors");
  return job;
}

template <typename T>
void forward(const Arguments& arguments, void (*kernel)(const ScaleChannels<T>&)) {
  ScaleChannels<T> job = jobOf<T>(arguments);
  job.out = arguments.elements<T>(5, size_t(job.images) * job.pixels * job.channels, "y");
  kernel(job);
}

template <typename T>
void backward(const Arguments& arguments, void (*kernel)(const ScaleChannels<T>&)) {
  ScaleChannels<T> job = jobOf<T>(arguments);
  const size_t size = size_t(job.images) * job.pixels * job.channels;
  job.dy = arguments.elements<T>(5, size, "dy");
  job.dyToo = arguments.optional<T>(6, size, "dyToo");
  job.out = arguments.elements<T>(7, size, "dx");
  job.dFactors = arguments.elements<float>(8, size_t(job.images) * job.channels, "dFactors");
  kernel(job);
}

}  // namespace

/** scaleChannels(images, pixels, channels, x, factors, y). */
Napi::Value scaleChannels(const Arguments& arguments) {
  if (arguments.array(3, "x").halves()) forward(arguments, kernels().scaleChannelsHalf);
  else forward(arguments, kernels().scaleChannels);
  return arguments.env().Undefined();
}

/** scaleChannelsGradient(images, pixels, channels, x, factors, dy, dyToo?, dx, dFactors). */
Napi::Value scaleChannelsGradient(const Arguments& arguments) {
  if (arguments.array(3, "x").halves()) backward(arguments, kernels().scaleChannelsGradientHalf);
  else backward(arguments, kernels().scaleChannelsGradient);
  return arguments.env().Undefined();
}

}  // namespace unlabeled
