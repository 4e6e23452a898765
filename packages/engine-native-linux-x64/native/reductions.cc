// Reductions over dimensions, and softmax.
#include "arguments.h"
#include "kernels/kernels.h"

namespace unlabeled {

namespace {

/** A length, in elements. */
long sizeOf(const Arguments& arguments, size_t index, const char* name) {
  const double size = arguments.number(index);
  if (!(size >= 1 && size < 9e15)) arguments.fail(std::string(name) + " must be at least 1; got " + std::to_string(size) + ".");
  return long(size);
}

/** Of two or three lengths, if it is a length too. */
size_t product(const Arguments& arguments, std::initializer_list<long> sizes) {
  long all = 1;
  for (const long size : sizes) {
    if (__builtin_mul_overflow(all, size, &all)) arguments.fail("there must be fewer elements.");
  }
  return size_t(all);
}

}  // namespace

/** reduce(operation, outer, reduced, inner, divisor, x, out). */
Napi::Value reduce(const Arguments& arguments) {
  ReductionJob<float> job;
  const double operation = arguments.number(0);
  if (!(operation >= 0 && operation < int(Reduction::COUNT))) arguments.fail("operation must be from 0 to 3; got " + std::to_string(operation) + ".");
  job.operation = Reduction(int(operation));
  job.outer = sizeOf(arguments, 1, "outer");
  job.reduced = sizeOf(arguments, 2, "reduced");
  job.inner = sizeOf(arguments, 3, "inner");
  job.divisor = arguments.number(4);
  job.x = arguments.elements<float>(5, product(arguments, {job.outer, job.reduced, job.inner}), "x");
  job.out = arguments.elements<float>(6, product(arguments, {job.outer, job.inner}), "out");
  kernels().reduce(job);
  return arguments.env().Undefined();
}

/** softmax(rows, classes, x, y). */
Napi::Value softmax(const Arguments& arguments) {
  SoftmaxJob<float> job;
  job.rows = sizeOf(arguments, 0, "rows");
  job.classes = sizeOf(arguments, 1, "classes");
  const size_t count = product(arguments, {job.rows, job.classes});
  job.x = arguments.elements<float>(2, count, "x");
  job.y = arguments.elements<float>(3, count, "y");
  kernels().softmax(job);
  return arguments.env().Undefined();
}

/** softmaxCrossEntropy(rows, classes, logits, labels, loss, gradient). */
Napi::Value softmaxCrossEntropy(const Arguments& arguments) {
  SoftmaxCrossEntropyJob<float> job;
  job.rows = sizeOf(arguments, 0, "rows");
  job.classes = sizeOf(arguments, 1, "classes");
  const size_t count = product(arguments, {job.rows, job.classes});
  job.logits = arguments.elements<float>(2, count, "logits");
  job.labels = arguments.elements<float>(3, count, "labels");
  job.loss = arguments.elements<float>(4, 1, "loss");
  job.gradient = arguments.elements<float>(5, count, "gradient");
  kernels().softmaxCrossEntropy(job);
  return arguments.env().Undefined();
}

}  // namespace unlabeled
