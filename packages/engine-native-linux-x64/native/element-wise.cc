// Operations on each element by itself.
#include "arguments.h"
#include "kernels/kernels.h"

namespace unlabeled {

namespace {

/** Which operation is asked for. */
template <typename Operation>
Operation operationOf(const Arguments& arguments) {
  const double wanted = arguments.number(0);
  if (!(wanted >= 0 && wanted < int(Operation::COUNT))) {
    arguments.fail("operation must be from 0 to " + std::to_string(int(Operation::COUNT) - 1) + "; got " + std::to_string(wanted) + ".");
  }
  return Operation(int(wanted));
}

/** `layout` as the kernels read it: [size, step of a, step of b] for each dimension. */
Broadcast layoutOf(const Arguments& arguments, const Array& a, const Array& b) {
  const Array array = arguments.array(1, "layout");
  const int32_t* numbers = arguments.elements<int32_t>(array, array.length, "layout");
  Broadcast layout;
  layout.dimensions = int(array.length / 3);
  if (array.length % 3 != 0 || array.length == 0 || array.length > 3 * Broadcast::MOST) {
    arguments.fail("layout must have 3 numbers for each of 1 to " + std::to_string(Broadcast::MOST) + " dimensions; got " + std::to_string(array.length) + ".");
  }
  layout.count = 1;
  long lastA = 0, lastB = 0;
  for (int d = 0; d < layout.dimensions; d++) {
    layout.size[d] = numbers[3 * d];
    layout.a[d] = numbers[3 * d + 1];
    layout.b[d] = numbers[3 * d + 2];
    const bool inOrder = layout.size[d] >= 1 && layout.a[d] >= 0 && layout.b[d] >= 0;
    if (!inOrder || __builtin_mul_overflow(layout.count, layout.size[d], &layout.count)) arguments.fail("sizes in layout must be at least 1 and steps at least 0.");
    lastA += (layout.size[d] - 1) * layout.a[d];
    lastB += (layout.size[d] - 1) * layout.b[d];
  }
  const long lastStepA = layout.a[layout.last()], lastStepB = layout.b[layout.last()];
  const bool rows = lastStepA <= 1 && lastStepB <= 1 && (lastStepA + lastStepB > 0 || layout.size[layout.last()] == 1);
  if (!rows) arguments.fail("the last steps in layout must be 0 or 1, and one of them 1.");
  if (lastA >= long(a.length) || lastB >= long(b.length)) arguments.fail("layout must stay within a and b.");
  return layout;
}

template <typename Out, typename Operation>
Napi::Value zip(const Arguments& arguments, void (*kernel)(const BinaryJob<float, Out, Operation>&)) {
  const Array a = arguments.array(2, "a"), b = arguments.array(3, "b");
  BinaryJob<float, Out, Operation> job;
  job.operation = operationOf<Operation>(arguments);
  job.layout = layoutOf(arguments, a, b);
  job.a = arguments.elements<float>(a, a.length, "a");
  job.b = arguments.elements<float>(b, b.length, "b");
  job.out = arguments.elements<Out>(4, size_t(job.layout.count), "out");
  kernel(job);
  return arguments.env().Undefined();
}

template <typename From, typename To>
void castBy(void (*kernel)(const From*, To*, long), const Arguments& arguments, const Array& from, const Array& to) {
  kernel(arguments.elements<From>(from, from.length, "from"), arguments.elements<To>(to, from.length, "to"), long(from.length));
}

}  // namespace

/** unary(operation, x, y, alpha, beta). */
Napi::Value unary(const Arguments& arguments) {
  const Array x = arguments.array(1, "x");
  UnaryJob<float> job;
  job.operation = operationOf<Unary>(arguments);
  job.x = arguments.elements<float>(x, x.length, "x");
  job.y = arguments.elements<float>(2, x.length, "y");
  job.alpha = float(arguments.number(3));
  job.beta = float(arguments.number(4));
  job.count = long(x.length);
  kernels().unary(job);
  return arguments.env().Undefined();
}

/** binary(operation, layout, a, b, out), all floats. */
Napi::Value binary(const Arguments& arguments) { return zip(arguments, kernels().binary); }

/** compare(operation, layout, a, b, out), of floats to bytes. */
Napi::Value compare(const Arguments& arguments) { return zip(arguments, kernels().compare); }

/** choose(condition, chosen, other, out). */
Napi::Value choose(const Arguments& arguments) {
  const Array condition = arguments.array(0, "condition");
  const size_t count = condition.length;
  const uint8_t* bytes = arguments.elements<uint8_t>(condition, count, "condition");
  const float *chosen = arguments.elements<float>(1, count, "chosen"), *other = arguments.elements<float>(2, count, "other");
  kernels().choose(bytes, chosen, other, arguments.elements<float>(3, count, "out"), long(count));
  return arguments.env().Undefined();
}

/** cast(from, to): from ints or bytes to floats, or from floats to one of them. */
Napi::Value cast(const Arguments& arguments) {
  const Array from = arguments.array(0, "from"), to = arguments.array(1, "to");
  if (from.type == napi_int32_array) castBy(kernels().intToFloat, arguments, from, to);
  else if (from.type == napi_uint8_array) castBy(kernels().boolToFloat, arguments, from, to);
  else if (to.type == napi_uint8_array) castBy(kernels().floatToBool, arguments, from, to);
  else castBy(kernels().floatToInt, arguments, from, to);
  return arguments.env().Undefined();
}

}  // namespace unlabeled
