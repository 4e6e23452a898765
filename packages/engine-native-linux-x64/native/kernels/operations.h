// Element-wise operations and reductions. Their order is that of the names in @unlabeled/engine-native, src/kernels:
// unary.ts, binary.ts, compare.ts and reductions.ts.
#pragma once
#include "storage.h"

namespace unlabeled {

enum class Unary {
  ABS, CEIL, FLOOR, NEG, SQUARE, SQRT, RSQRT, RECIPROCAL, EXP, EXPM1, LOG, LOG1P, RELU, RELU6, LEAKY_RELU, ELU, SELU,
  SIGMOID, TANH, SOFTPLUS, STEP, SIGN, SIN, COS, ERF, CLIP_BY_VALUE, SWISH, COUNT
};

enum class Binary {
  ADD, SUB, MULTIPLY, REAL_DIV, MAXIMUM, MINIMUM, SQUARED_DIFFERENCE, POW, PRELU, ELU_GRAD, SWISH_GRAD, COUNT
};

enum class Comparison { GREATER, GREATER_EQUAL, LESS, LESS_EQUAL, EQUAL, NOT_EQUAL, COUNT };

enum class Reduction { SUM, PROD, MAX, MIN, COUNT };

/** y = operation(x), where some have one or two numbers more: a slope, limits. */
template <typename T>
struct UnaryJob {
  Unary operation;
  float alpha, beta;
  const T* x;
  T* y;
  long count;
};

/** How two operands are walked: dimensions from the outermost, with the steps of each operand; 0 where it is broadcast. */
struct Broadcast {
  static constexpr int MOST = 8;
  int dimensions;
  long count;
  long size[MOST], a[MOST], b[MOST];

  int last() const { return dimensions - 1; }
};

/** out = operation(a, b), out without gaps. */
template <typename T, typename Out, typename Operation>
struct BinaryJob {
  Operation operation;
  Broadcast layout;
  const T *a, *b;
  Out* out;
};

/** out [outer, inner] of x [outer, reduced, inner], all of at least 1; a sum is divided by `divisor`. */
template <typename T>
struct ReductionJob {
  Reduction operation;
  long outer, reduced, inner;
  double divisor;
  const T* x;
  float* out;
};

/** The softmax of each row. */
template <typename T>
struct SoftmaxJob {
  long rows, classes;
  const T* x;
  T* y;
};

/** The mean over the rows of -sum(labels log softmax(logits)), and its gradient. */
template <typename T>
struct SoftmaxCrossEntropyJob {
  long rows, classes;
  const T* logits;
  const float* labels;
  float *loss, *gradient;
};

}  // namespace unlabeled
