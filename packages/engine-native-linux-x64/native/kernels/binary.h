// Operations on two tensors, either of which may be broadcast.
#pragma once
#include "bytes.h"
#include "element-wise.h"
#include "math.h"
#include "operations.h"

namespace unlabeled {
namespace {

inline Lanes repeated(const float* from) { return broadcast(*from); }
inline Lanes repeated(const bf16* from) { return (Lanes)((uint32_t(from->bits) << 16) - LaneWords{}); }

/** Where an element of the result finds its operands. */
struct Place {
  const Broadcast& layout;
  long index[Broadcast::MOST];
  long column, a = 0, b = 0;

  Place(const Broadcast& layout, long element) : layout(layout) {
    const long width = layout.size[layout.last()];
    column = element % width;
    long row = element / width;
    for (int d = layout.last() - 1; d >= 0; d--) {
      index[d] = row % layout.size[d];
      row /= layout.size[d];
      a += index[d] * layout.a[d];
      b += index[d] * layout.b[d];
    }
  }

  void nextRow() {
    column = 0;
    for (int d = layout.last() - 1; d >= 0; d--) {
      a += layout.a[d];
      b += layout.b[d];
      if (++index[d] < layout.size[d]) return;
      a -= index[d] * layout.a[d];
      b -= index[d] * layout.b[d];
      index[d] = 0;
    }
  }
};

/** Along one row a step is 0 or 1. */
template <typename T, typename Out, typename F>
inline void zipRow(const T* a, long aStep, const T* b, long bStep, Out* out, long count, F f) {
  long i = 0;
  if (aStep && bStep) {
    for (; i + LANES <= count; i += LANES) store(out + i, f(load(a + i), load(b + i)));
    if (i < count) store(out + i, f(load(a + i, count - i), load(b + i, count - i)), count - i);
  } else if (aStep) {
    const Lanes right = repeated(b);
    for (; i + LANES <= count; i += LANES) store(out + i, f(load(a + i), right));
    if (i < count) store(out + i, f(load(a + i, count - i), right), count - i);
  } else {
    const Lanes left = repeated(a);
    for (; i + LANES <= count; i += LANES) store(out + i, f(left, load(b + i)));
    if (i < count) store(out + i, f(left, load(b + i, count - i)), count - i);
  }
}

template <typename T, typename Out, typename Operation, typename F>
inline void zipRows(const BinaryJob<T, Out, Operation>& job, F f) {
  const Broadcast& layout = job.layout;
  const long width = layout.size[layout.last()], aStep = layout.a[layout.last()], bStep = layout.b[layout.last()];
  eachRun(layout.count, [&](long begin, long end) {
    Place place(layout, begin);
    for (long at = begin, count; at < end; at += count, place.nextRow()) {
      count = smaller(width - place.column, end - at);
      const T *a = job.a + place.a + place.column * aStep, *b = job.b + place.b + place.column * bStep;
      zipRow(a, aStep, b, bStep, job.out + at, count, f);
    }
  });
}

/** Whether one operand is a short row that serves all rows of the other, which has no gaps. */
inline bool shortRow(const Broadcast& layout, const long* steps, const long* others) {
  const long columns = layout.size[1];
  return layout.dimensions == 2 && columns < 128 && steps[0] == 0 && steps[1] == 1 && others[0] == columns && others[1] == 1;
}

template <typename T, typename Out, typename Operation, typename F>
inline void zip(const BinaryJob<T, Out, Operation>& job, F f) {
  const Broadcast& layout = job.layout;
  const bool shortA = shortRow(layout, layout.a, layout.b), shortB = shortRow(layout, layout.b, layout.a);
  if (!shortA && !shortB) return zipRows(job, f);
  // as many short rows side by side as make a long one
  T row[512];
  const long columns = layout.size[1], width = 512 / columns * columns;
  const T* from = shortA ? job.a : job.b;
  for (long i = 0; i < width; i++) row[i] = from[i % columns];
  BinaryJob<T, Out, Operation> wide = job;
  (shortA ? wide.a : wide.b) = row;
  (shortA ? wide.layout.b : wide.layout.a)[0] = width;
  wide.layout.size[0] = (layout.count + width - 1) / width;
  wide.layout.size[1] = width;
  zipRows(wide, f);
}

/** NaN where one of them is. */
inline Lanes larger(Lanes a, Lanes b) { return (a > b) | (a != a) ? a : b; }
inline Lanes lesser(Lanes a, Lanes b) { return (a < b) | (a != a) ? a : b; }

/** dy σ(x) (1 + x (1 - σ(x))). */
inline Lanes swishGradient(Lanes dy, Lanes x) {
  const Lanes s = math::sigmoid(x);
  return dy * s * (1.0f + x * (1.0f - s));
}

template <typename T>
void binary(const BinaryJob<T, T, Binary>& job) {
  switch (job.operation) {
    case Binary::ADD: return zip(job, [](Lanes a, Lanes b) { return a + b; });
    case Binary::SUB: return zip(job, [](Lanes a, Lanes b) { return a - b; });
    case Binary::MULTIPLY: return zip(job, [](Lanes a, Lanes b) { return a * b; });
    case Binary::REAL_DIV: return zip(job, [](Lanes a, Lanes b) { return a / b; });
    case Binary::MAXIMUM: return zip(job, [](Lanes a, Lanes b) { return larger(a, b); });
    case Binary::MINIMUM: return zip(job, [](Lanes a, Lanes b) { return lesser(a, b); });
    case Binary::SQUARED_DIFFERENCE: return zip(job, [](Lanes a, Lanes b) { return (a - b) * (a - b); });
    case Binary::POW: return zip(job, [](Lanes a, Lanes b) { return math::pow(a, b); });
    case Binary::PRELU: return zip(job, [](Lanes x, Lanes alpha) { return x < 0 ? alpha * x : x; });
    case Binary::ELU_GRAD: return zip(job, [](Lanes dy, Lanes y) { return y >= 0 ? dy : dy * (y + 1.0f); });
    case Binary::SWISH_GRAD: return zip(job, [](Lanes dy, Lanes x) { return swishGradient(dy, x); });
    case Binary::COUNT: return;
  }
}

/** 1 where the comparison holds, else 0. */
template <typename T>
void compare(const BinaryJob<T, uint8_t, Comparison>& job) {
  switch (job.operation) {
    case Comparison::GREATER: return zip(job, [](Lanes a, Lanes b) { return LaneBits(a > b); });
    case Comparison::GREATER_EQUAL: return zip(job, [](Lanes a, Lanes b) { return LaneBits(a >= b); });
    case Comparison::LESS: return zip(job, [](Lanes a, Lanes b) { return LaneBits(a < b); });
    case Comparison::LESS_EQUAL: return zip(job, [](Lanes a, Lanes b) { return LaneBits(a <= b); });
    case Comparison::EQUAL: return zip(job, [](Lanes a, Lanes b) { return LaneBits(a == b); });
    case Comparison::NOT_EQUAL: return zip(job, [](Lanes a, Lanes b) { return LaneBits(a != b); });
    case Comparison::COUNT: return;
  }
}

}  // namespace
}  // namespace unlabeled
