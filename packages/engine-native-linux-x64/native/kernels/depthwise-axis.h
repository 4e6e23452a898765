// What the outputs of a depthwise convolution see of their source, along one direction of the image.
#pragma once
#include <memory>

namespace unlabeled {
namespace {

/**
 * Output `phase + phases * q` is a sum over taps of the source at `step * q + offset(tap)`.
 *
 * Forward there is one phase, and steps are strides. The gradient of the input is the other way round: it has steps of
 * one, and each of the input's phases is reached by some of the taps.
 */
struct Axis {
  long sources, outputs;
  long kernel, stride, dilation, before;
  bool backward;

  long phases() const { return backward ? stride : 1; }
  long step() const { return backward ? 1 : stride; }
  /** Outputs of a phase. */
  long count(long phase) const { return (outputs - phase + phases() - 1) / phases(); }
  bool reaches(long tap, long phase) const { return !backward || (phase + before - tap * dilation) % stride == 0; }
  long offset(long tap, long phase) const { return backward ? (phase + before - tap * dilation) / stride : tap * dilation - before; }

  /** First source that an output can see, in the image or not. */
  long first(long output) const {
    return backward ? floorOf(output + before - (kernel - 1) * dilation + stride - 1) : output * stride - before;
  }
  /** Behind the last one. */
  long end(long output) const { return 1 + (backward ? floorOf(output + before) : output * stride - before + (kernel - 1) * dilation); }

 private:
  long floorOf(long value) const { return value >= 0 ? value / stride : -((stride - 1 - value) / stride); }
};

struct Tap {
  long index, offset;
};

/** The taps that reach the outputs of each phase of an axis. */
class Taps {
 public:
  explicit Taps(const Axis& axis) : kernel_(axis.kernel), taps_(new Tap[kernel_ * axis.phases()]), counts_(new long[axis.phases()]()) {
    for (long phase = 0; phase < axis.phases(); phase++)
      for (long tap = 0; tap < kernel_; tap++)
        if (axis.reaches(tap, phase)) begin(phase)[counts_[phase]++] = {tap, axis.offset(tap, phase)};
  }

  Tap* begin(long phase) const { return taps_.get() + phase * kernel_; }
  Tap* end(long phase) const { return begin(phase) + counts_[phase]; }

 private:
  const long kernel_;
  const std::unique_ptr<Tap[]> taps_;
  const std::unique_ptr<long[]> counts_;
};

}  // namespace
}  // namespace unlabeled
