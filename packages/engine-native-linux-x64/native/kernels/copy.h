// Moves of elements between strided places: what transposes, slices, pads, tiles, reverses and joins tensors.
#pragma once
#include <cstring>

#include "lanes.h"
#include "move-job.h"

namespace unlabeled {
namespace {

/** Bytes that are not worth a second thread, and elements that one task moves. */
constexpr long FEW_BYTES = 1 << 16, TASK = 1 << 13;

inline long elementsOf(const MoveJob& job) {
  long elements = 1;
  for (int d = 0; d < job.rank; d++) elements *= job.sizes[d];
  return elements;
}

/** Goes through the indices of the first `rank` dimensions, the last of them quickest. */
class Odometer {
 public:
  long from = 0, to = 0;

  Odometer(const MoveJob& job, int rank, long index) : job_(job), rank_(rank) {
    for (int d = rank - 1; d >= 0; d--) {
      at_[d] = index % job.sizes[d];
      index /= job.sizes[d];
      from += at_[d] * job.from[d];
      to += at_[d] * job.to[d];
    }
  }

  void advance() {
    for (int d = rank_ - 1; d >= 0; d--) {
      from += job_.from[d];
      to += job_.to[d];
      if (++at_[d] < job_.sizes[d]) return;
      from -= job_.sizes[d] * job_.from[d];
      to -= job_.sizes[d] * job_.to[d];
      at_[d] = 0;
    }
  }

 private:
  const MoveJob& job_;
  const int rank_;
  long at_[MOST_DIMENSIONS];
};

/** A run along one dimension. */
template <typename E>
inline void moveRun(const E* from, long fromStride, E* to, long toStride, long count) {
  if (fromStride == 1 && toStride == 1) {
    std::memcpy(to, from, count * sizeof(E));
  } else if (toStride == 1 && fromStride == 0) {
    const E element = *from;
    for (long i = 0; i < count; i++) to[i] = element;
  } else if (toStride == 1) {
    for (long i = 0; i < count; i++) to[i] = from[i * fromStride];
  } else {
    for (long i = 0; i < count; i++) to[i * toStride] = from[i * fromStride];
  }
}

/** Runs along the last dimension, or parts of long ones. */
template <typename E>
void moveRuns(const MoveJob& job, const E* from, E* to) {
  const int last = job.rank - 1;
  const long length = job.sizes[last], part = smaller(length, TASK), parts = (length + part - 1) / part;
  const long runs = elementsOf(job) / length, together = parts > 1 ? 1 : (TASK + length - 1) / length;
  const long tasks = (runs + together - 1) / together * parts;
#pragma omp parallel for schedule(static) if (runs * length * long(sizeof(E)) > FEW_BYTES)
  for (long task = 0; task < tasks; task++) {
    const long run = task / parts * together, begin = task % parts * part, count = smaller(part, length - begin);
    Odometer place(job, last, run);
    for (long i = run; i < smaller(runs, run + together); i++, place.advance())
      moveRun(from + place.from + begin * job.from[last], job.from[last], to + place.to + begin * job.to[last], job.to[last], count);
  }
}

/** Transposes four by four. */
inline void transposeSquare(const uint32_t* from, long fromRow, uint32_t* to, long toRow) {
  typedef uint32_t Quad __attribute__((vector_size(16)));
  Quad a, b, c, d;
  std::memcpy(&a, from, 16), std::memcpy(&b, from + fromRow, 16), std::memcpy(&c, from + 2 * fromRow, 16), std::memcpy(&d, from + 3 * fromRow, 16);
  const Quad low = {0, 4, 1, 5}, high = {2, 6, 3, 7}, first = {0, 1, 4, 5}, second = {2, 3, 6, 7};
  const Quad abLow = __builtin_shuffle(a, b, low), abHigh = __builtin_shuffle(a, b, high);
  const Quad cdLow = __builtin_shuffle(c, d, low), cdHigh = __builtin_shuffle(c, d, high);
  const Quad rows[4] = {__builtin_shuffle(abLow, cdLow, first), __builtin_shuffle(abLow, cdLow, second), __builtin_shuffle(abHigh, cdHigh, first),
                        __builtin_shuffle(abHigh, cdHigh, second)};
  for (int row = 0; row < 4; row++) std::memcpy(to + row * toRow, &rows[row], 16);
}

/** A block whose rows lie together in `from`, and whose columns lie together in `to`. */
template <typename E>
inline void moveBlock(const E* from, long fromRow, E* to, long toColumn, long rows, long columns) {
  long row = 0;
  if constexpr (sizeof(E) == 4) {
    for (; row + 4 <= rows; row += 4) {
      long column = 0;
      for (; column + 4 <= columns; column += 4) transposeSquare(from + row * fromRow + column, fromRow, to + column * toColumn + row, toColumn);
      for (; column < columns; column++) moveRun(from + row * fromRow + column, fromRow, to + column * toColumn + row, 1, 4);
    }
  }
  for (; row < rows; row++) moveRun(from + row * fromRow, 1, to + row, toColumn, columns);
}

/** Blocks that use whole cache lines on both sides. The last two dimensions: of stride 1 in `to`, of stride 1 in `from`. */
template <typename E>
void moveBlocks(const MoveJob& job, const E* from, E* to) {
  const int rowsAt = job.rank - 2, columnsAt = job.rank - 1;
  const long edge = 128 / sizeof(E), height = smaller(job.sizes[rowsAt], edge), width = smaller(job.sizes[columnsAt], edge);
  const long down = (job.sizes[rowsAt] + height - 1) / height, across = (job.sizes[columnsAt] + width - 1) / width;
  const long all = elementsOf(job), planes = all / (job.sizes[rowsAt] * job.sizes[columnsAt]);
#pragma omp parallel for schedule(static) if (all * long(sizeof(E)) > FEW_BYTES)
  for (long block = 0; block < planes * down * across; block++) {
    const Odometer place(job, job.rank - 2, block / (down * across));
    const long row = block / across % down * height, column = block % across * width;
    moveBlock(from + place.from + row * job.from[rowsAt] + column, job.from[rowsAt], to + place.to + row + column * job.to[columnsAt],
              job.to[columnsAt], smaller(height, job.sizes[rowsAt] - row), smaller(width, job.sizes[columnsAt] - column));
  }
}

/** A job of at least one dimension and one element, its dimensions as few as can be. */
template <typename E>
void move(const MoveJob& job, const void* from, void* to) {
  int rows = -1, columns = -1;
  for (int d = 0; d < job.rank; d++) {
    if (job.to[d] == 1 && job.from[d] != 1) rows = d;
    if (job.from[d] == 1 && job.to[d] != 1) columns = d;
  }
  const E* source = static_cast<const E*>(from);
  E* target = static_cast<E*>(to);
  if (rows < 0 || columns < 0 || job.from[rows] == 0 || job.to[columns] == 0) return moveRuns(job, source, target);
  MoveJob ordered = job;
  ordered.rank = 0;
  const auto append = [&](int d) {
    ordered.sizes[ordered.rank] = job.sizes[d], ordered.from[ordered.rank] = job.from[d], ordered.to[ordered.rank] = job.to[d];
    ordered.rank++;
  };
  for (int d = 0; d < job.rank; d++)
    if (d != rows && d != columns) append(d);
  append(rows), append(columns);
  moveBlocks(ordered, source, target);
}

/** Rows of so many bytes, picked by number, from each of `outer` groups of `rows`. */
void gather(long outer, long rows, long bytes, const void* from, const int32_t* indices, long count, void* to) {
  const char* source = static_cast<const char*>(from);
  char* target = static_cast<char*>(to);
#pragma omp parallel for schedule(static) if (outer * count * bytes > FEW_BYTES)
  for (long i = 0; i < outer * count; i++) std::memcpy(target + i * bytes, source + (i / count * rows + indices[i % count]) * bytes, bytes);
}

}  // namespace
}  // namespace unlabeled
