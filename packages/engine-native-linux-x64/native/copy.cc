// Moves of elements of 1, 2 or 4 bytes.
#include <algorithm>
#include <cmath>

#include "arguments.h"
#include "kernels/kernels.h"

namespace unlabeled {

namespace {

/** Arrays that moves are between. */
struct Ends {
  Array from, to;
  size_t bytes;

  Ends(const Arguments& arguments, size_t fromIndex, size_t toIndex) : from(arguments.array(fromIndex, "from")), to(arguments.array(toIndex, "to")) {
    if (from.type != to.type) arguments.fail("from and to must be of one type.");
    switch (from.type) {
      case napi_float32_array:
      case napi_int32_array: bytes = 4; break;
      case napi_uint16_array: bytes = 2; break;
      case napi_uint8_array: bytes = 1; break;
      default: arguments.fail("from and to must be Float32Arrays, Int32Arrays, Uint16Arrays or Uint8Arrays.");
    }
  }
};

/** Sizes, strides in from and strides in to, of all dimensions. Those of size 1 are left out, and those joined that can be. */
MoveJob jobOf(const Arguments& arguments, size_t index) {
  const Array layout = arguments.array(index, "layout");
  const int32_t* numbers = arguments.elements<int32_t>(layout, layout.length, "layout");
  const size_t rank = layout.length / 3;
  if (layout.length != 3 * rank) arguments.fail("layout must be sizes, strides in from and strides in to.");
  MoveJob job{};
  for (size_t d = 0; d < rank; d++) {
    const long size = numbers[d], from = numbers[rank + d], to = numbers[2 * rank + d];
    if (size < 0) arguments.fail("layout must have sizes of 0 at least.");
    if (size == 1) continue;
    const int last = job.rank - 1;
    const bool joined = last >= 0 && job.from[last] == from * size && job.to[last] == to * size;
    const int at = joined ? last : job.rank++;
    if (at == MOST_DIMENSIONS) arguments.fail("layout must have fewer dimensions.");
    job.sizes[at] = joined ? job.sizes[at] * size : size;
    job.from[at] = from;
    job.to[at] = to;
  }
  if (job.rank == 0) job.sizes[job.rank++] = 1;
  return job;
}

/** Fails unless all elements that the strides lead to lie in an array. */
void expectInside(const Arguments& arguments, const MoveJob& job, const long* strides, double offset, size_t length, const char* name) {
  double first = offset, last = offset;
  for (int d = 0; d < job.rank; d++) (strides[d] < 0 ? first : last) += double(job.sizes[d] - 1) * double(strides[d]);
  if (!(first >= 0 && last < double(length))) arguments.fail(std::string(name) + " must hold all elements that are moved.");
}

}  // namespace

/** move(layout, from, fromOffset, to, toOffset). */
Napi::Value move(const Arguments& arguments) {
  const MoveJob job = jobOf(arguments, 0);
  const Ends ends(arguments, 1, 3);
  if (std::find(job.sizes, job.sizes + job.rank, 0) != job.sizes + job.rank) return arguments.env().Undefined();
  const double fromOffset = std::trunc(arguments.number(2)), toOffset = std::trunc(arguments.number(4));
  double elements = 1;
  for (int d = 0; d < job.rank; d++) elements *= double(job.sizes[d]);
  if (elements > double(ends.to.length)) arguments.fail("to must hold all elements that are moved.");
  expectInside(arguments, job, job.from, fromOffset, ends.from.length, "from");
  expectInside(arguments, job, job.to, toOffset, ends.to.length, "to");
  const char* from = static_cast<const char*>(ends.from.data) + long(fromOffset) * ends.bytes;
  char* to = static_cast<char*>(ends.to.data) + long(toOffset) * ends.bytes;
  kernels().move[ends.bytes / 2](job, from, to);
  return arguments.env().Undefined();
}

/** gather(outer, rows, row, from, indices, to): rows of from [outer, rows, row], picked by their numbers, as to [outer, indices, row]. */
Napi::Value gather(const Arguments& arguments) {
  double sizes[3];
  for (size_t i = 0; i < 3; i++) {
    sizes[i] = arguments.number(i);
    if (!(sizes[i] >= 1 && sizes[i] <= INT32_MAX)) arguments.fail("outer, rows and row must be positive numbers.");
  }
  const auto [outer, rows, row] = sizes;
  const Ends ends(arguments, 3, 5);
  const Array indices = arguments.array(4, "indices");
  const int32_t* picked = arguments.elements<int32_t>(indices, indices.length, "indices");
  const bool whole = outer * rows * row == double(ends.from.length) && outer * double(indices.length) * row == double(ends.to.length);
  if (!whole) arguments.fail("from must be [outer, rows, row], and to [outer, indices, row].");
  for (size_t i = 0; i < indices.length; i++) {
    const bool inside = picked[i] >= 0 && picked[i] < rows;
    if (!inside) arguments.fail("indices must be in [0, " + std::to_string(long(rows) - 1) + "]; got " + std::to_string(picked[i]) + ".");
  }
  kernels().gather(long(outer), long(rows), long(row) * long(ends.bytes), ends.from.data, picked, long(indices.length), ends.to.data);
  return arguments.env().Undefined();
}

}  // namespace unlabeled
