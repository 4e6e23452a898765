// Sums, products and extremes over dimensions of a tensor: in double where rounding matters, and over chunks of fixed
// sizes, so that results do not depend on the number of threads.
#pragma once
#include <memory>

#include "doubles.h"
#include "element-wise.h"
#include "operations.h"

namespace unlabeled {
namespace {

struct Summing {
  typedef Doubles State;
  static constexpr double START = 0;
  static void take(State& state, Lanes x) { state = state + Doubles(x); }
  static double joined(double a, double b) { return a + b; }
};

struct Multiplying {
  typedef Doubles State;
  static constexpr double START = 1;
  static void take(State& state, Lanes x) { state = state * Doubles(x); }
  static double joined(double a, double b) { return a * b; }
};

/** NaN where one of them is. */
struct FindingMax {
  typedef Lanes State;
  static constexpr double START = -__builtin_inf();
  static void take(State& state, Lanes x) { state = (x > state) | (x != x) ? x : state; }
  static double joined(double a, double b) { return b > a || b != b ? b : a; }
};

struct FindingMin {
  typedef Lanes State;
  static constexpr double START = __builtin_inf();
  static void take(State& state, Lanes x) { state = (x < state) | (x != x) ? x : state; }
  static double joined(double a, double b) { return b < a || b != b ? b : a; }
};

template <typename R>
inline typename R::State started() {
  if constexpr (__is_same(typename R::State, Lanes)) return broadcast(float(R::START));
  else return Doubles(R::START);
}

inline Doubles asDoubles(Doubles state) { return state; }
inline Doubles asDoubles(Lanes state) { return Doubles(state); }

template <typename R, typename T>
inline double reduceRow(const T* x, long count) {
  typename R::State first = started<R>(), second = started<R>();
  long i = 0;
  for (; i + 2 * LANES <= count; i += 2 * LANES) {
    R::take(first, load(x + i));
    R::take(second, load(x + i + LANES));
  }
  for (; i + LANES <= count; i += LANES) R::take(first, load(x + i));
  double lanes[2 * LANES];
  asDoubles(first).store(lanes);
  asDoubles(second).store(lanes + LANES);
  for (long width = LANES; width > 0; width /= 2) {
    for (long lane = 0; lane < width; lane++) lanes[lane] = R::joined(lanes[lane], lanes[lane + width]);
  }
  if (i < count) {
    const Lanes rest = load(x + i, count - i);
    for (long lane = 0; lane < count - i; lane++) lanes[0] = R::joined(lanes[0], rest[lane]);
  }
  return lanes[0];
}

/** Columns of rows that lie `stride` apart. */
template <typename R, typename T>
inline void reduceColumns(const T* x, long rows, long stride, long columns, double* out) {
  long c = 0;
  for (; c + 4 * LANES <= columns; c += 4 * LANES) {
    typename R::State s0 = started<R>(), s1 = s0, s2 = s0, s3 = s0;
    const T* from = x + c;
    for (long row = 0; row < rows; row++, from += stride) {
      R::take(s0, load(from));
      R::take(s1, load(from + LANES));
      R::take(s2, load(from + 2 * LANES));
      R::take(s3, load(from + 3 * LANES));
    }
    asDoubles(s0).store(out + c), asDoubles(s1).store(out + c + LANES);
    asDoubles(s2).store(out + c + 2 * LANES), asDoubles(s3).store(out + c + 3 * LANES);
  }
  for (; c < columns; c += LANES) {
    const long count = smaller(LANES, columns - c);
    typename R::State state = started<R>();
    for (long row = 0; row < rows; row++) R::take(state, count == LANES ? load(x + row * stride + c) : load(x + row * stride + c, count));
    double lanes[LANES];
    asDoubles(state).store(lanes);
    for (long lane = 0; lane < count; lane++) out[c + lane] = lanes[lane];
  }
}

/** The same, and few columns without gaps as several rows side by side. */
template <typename R, typename T>
inline void reduceBlock(const T* x, long rows, long stride, long columns, double* out) {
  constexpr long WIDE = 4 * LANES;
  const long together = stride == columns && columns <= WIDE / 2 ? WIDE / columns : 1;
  const long rest = rows % together, width = together * columns;
  if (together == 1) return reduceColumns<R>(x, rows, stride, columns, out);
  double wide[WIDE];
  reduceColumns<R>(x, rows / together, width, width, wide);
  reduceColumns<R>(x + (rows - rest) * columns, rest, columns, columns, out);
  for (long i = 0; i < width; i++) out[i % columns] = R::joined(out[i % columns], wide[i]);
}

/** inner = 1: rows in chunks. */
template <typename R, typename T>
void reduceRows(const ReductionJob<T>& job) {
  const long size = 1 << 15, chunks = (job.reduced + size - 1) / size;
  std::unique_ptr<double[]> parts(chunks > 1 ? new double[job.outer * chunks] : nullptr);
#pragma omp parallel for schedule(static) if (job.outer * job.reduced > ALONE)
  for (long item = 0; item < job.outer * chunks; item++) {
    const long row = item / chunks, begin = item % chunks * size;
    const double part = reduceRow<R>(job.x + row * job.reduced + begin, smaller(size, job.reduced - begin));
    if (chunks > 1) parts[item] = part;
    else job.out[row] = float(part / job.divisor);
  }
  for (long row = 0; chunks > 1 && row < job.outer; row++) {
    double all = parts[row * chunks];
    for (long chunk = 1; chunk < chunks; chunk++) all = R::joined(all, parts[row * chunks + chunk]);
    job.out[row] = float(all / job.divisor);
  }
}

/** inner > 1: blocks of columns, their rows in chunks. */
template <typename R, typename T>
void reducePlanes(const ReductionJob<T>& job) {
  constexpr long WIDEST = 256;
  const long inner = job.inner, width = smaller(inner, WIDEST), blocks = (inner + width - 1) / width;
  const long size = (1 << 14) / width, chunks = (job.reduced + size - 1) / size;
  std::unique_ptr<double[]> parts(chunks > 1 ? new double[job.outer * chunks * inner] : nullptr);
#pragma omp parallel for schedule(static) if (job.outer * job.reduced * inner > ALONE)
  for (long item = 0; item < job.outer * chunks * blocks; item++) {
    const long column = item % blocks * width, part = item / blocks, chunk = part % chunks, outer = part / chunks;
    const long columns = smaller(width, inner - column), rows = smaller(size, job.reduced - chunk * size);
    double sums[WIDEST] = {};
    reduceBlock<R>(job.x + (outer * job.reduced + chunk * size) * inner + column, rows, inner, columns, sums);
    for (long c = 0; c < columns; c++) {
      if (chunks > 1) parts[part * inner + column + c] = sums[c];
      else job.out[outer * inner + column + c] = float(sums[c] / job.divisor);
    }
  }
  for (long outer = 0; chunks > 1 && outer < job.outer; outer++) {
    double* all = parts.get() + outer * chunks * inner;
    for (long i = inner; i < chunks * inner; i++) all[i % inner] = R::joined(all[i % inner], all[i]);
    for (long c = 0; c < inner; c++) job.out[outer * inner + c] = float(all[c] / job.divisor);
  }
}

template <typename R, typename T>
void reduceBy(const ReductionJob<T>& job) {
  if (job.inner == 1) reduceRows<R>(job);
  else reducePlanes<R>(job);
}

template <typename T>
void reduce(const ReductionJob<T>& job) {
  switch (job.operation) {
    case Reduction::SUM: return reduceBy<Summing>(job);
    case Reduction::PROD: return reduceBy<Multiplying>(job);
    case Reduction::MAX: return reduceBy<FindingMax>(job);
    case Reduction::MIN: return reduceBy<FindingMin>(job);
    case Reduction::COUNT: return;
  }
}

}  // namespace
}  // namespace unlabeled
