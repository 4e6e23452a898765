#include "arguments.h"
#include "kernels/kernels.h"

namespace unlabeled {

/** reform(from, fromFold, to, toFold, images, channels). */
Napi::Value reform(const Arguments& arguments) {
  const Array from = arguments.array(0, "from"), to = arguments.array(2, "to");
  Reform job;
  job.fromFold = long(arguments.number(1));
  job.toFold = long(arguments.number(3));
  job.images = long(arguments.number(4));
  job.channels = long(arguments.number(5));
  job.pixels = job.images * job.channels > 0 ? long(from.length) / (job.images * job.channels) : 0;
  const bool whole = job.images * job.pixels * job.channels == long(from.length);
  const bool folds = job.fromFold == job.toFold || (job.fromFold > 0 && job.toFold > 0 && job.images % job.fromFold == 0 && job.images % job.toFold == 0);
  if (!whole || !folds) arguments.fail("images and channels must divide the elements, and the folds the images.");
  kernels().reform[from.halves()][to.halves()](job, arguments.numbers(from, from.length, "from"), arguments.numbers(to, from.length, "to"));
  return arguments.env().Undefined();
}

/** add(a, b, out), all three floats or all three halves. */
Napi::Value add(const Arguments& arguments) {
  const Array a = arguments.array(0, "a"), b = arguments.array(1, "b"), out = arguments.array(2, "out");
  if (a.halves() != b.halves() || a.halves() != out.halves()) arguments.fail("a, b and out must be of one type.");
  kernels().add[a.halves()](arguments.numbers(a, a.length, "a"), arguments.numbers(b, a.length, "b"), arguments.numbers(out, a.length, "out"), long(a.length));
  return arguments.env().Undefined();
}

}  // namespace unlabeled
