// Depthwise convolutions, and their gradients by the input, which are some more.
#pragma once
#include "depthwise-strip.h"
#include "kernels.h"
#include "scratch.h"

namespace unlabeled {
namespace {

/**
 * Works through an image from top to bottom, one group of channels after the other: the rows that the next outputs see are
 * packed into a ring of slots, which stays in the first-level cache.
 */
class DepthwiseJob {
 public:
  DepthwiseJob(const Windows& w, bool backward)
      : images_(w.images),
        channels_(w.channels),
        rows_{backward ? w.outHeight : w.height, backward ? w.height : w.outHeight, w.kernelHeight, w.strideHeight, w.dilationHeight, w.top, backward},
        columns_{backward ? w.outWidth : w.width, backward ? w.width : w.outWidth, w.kernelWidth, w.strideWidth, w.dilationWidth, w.left, backward},
        taps_(columns_),
        packed_(columns_, taps_) {
    while (block_ > 1 && sourcesOf(block_) * packed_.size() > CACHED) block_ /= 2;
    slots_ = sourcesOf(block_);
    while (band_ > 2 * block_ && images_ * groupsOf(channels_) * bands() < TASKS) band_ = (band_ + 1) / 2;
    for (long phase = 0; phase < columns_.phases(); phase++)
      for (Tap* tap = taps_.begin(phase); tap < taps_.end(phase); tap++) *tap = {tap->index * GROUP, packed_.at(tap->offset)};
    meetRows();
  }

  template <typename T>
  void run(const T* from, const float* weights, T* to) const {
    const long groups = groupsOf(channels_), tasks = images_ * bands() * groups;
    const long ring = slots_ * packed_.size(), kernel = rows_.kernel * columns_.kernel * GROUP;
    const Scratch rings(ring), kernels(groups * kernel, 1);
    const std::unique_ptr<TapRow[]> tapRows(new TapRow[omp_get_max_threads() * rows_.kernel]);
#pragma omp parallel if (rows_.outputs * columns_.outputs * images_ * kernel * groups > SMALL)
    {
      __builtin_memset(rings.mine(), 0, ring * sizeof(float));
#pragma omp for schedule(static)
      for (long group = 0; group < groups; group++)
        for (long tap = 0; tap < rows_.kernel * columns_.kernel; tap++)
          packPixel(weights + tap * channels_ + group * GROUP, channels_ - group * GROUP, kernels.begin() + group * kernel + tap * GROUP);
#pragma omp for schedule(static)
      for (long task = 0; task < tasks; task++) {
        const long group = task % groups, begin = task / groups % bands() * band_, image = task / groups / bands();
        const Place<T> place{from + image * rows_.sources * columns_.sources * channels_ + group * GROUP,
                             kernels.begin() + group * kernel,
                             {to + image * rows_.outputs * columns_.outputs * channels_ + group * GROUP, channels_, channels_ - group * GROUP},
                             rings.mine(),
                             tapRows.get() + omp_get_thread_num() * rows_.kernel};
        outputRows(place, begin, smaller(rows_.outputs, begin + band_));
      }
    }
  }

 private:
  /** A group of channels of an image: source, weights and outputs, and the thread's memory. */
  template <typename T>
  struct Place {
    const T* from;
    const float* weights;
    Outputs<T> outputs;
    float* ring;
    TapRow* tapRows;
  };

  template <typename T>
  void outputRows(const Place<T>& place, long begin, long end) const {
    for (long row = begin, packedEnd = 0, blockEnd = begin; row < end; row++) {
      if (row == blockEnd) {
        blockEnd = smaller(end, row + block_);
        packedEnd = larger(packedEnd, rows_.first(row));
        for (const long needed = smaller(rows_.sources, rows_.end(blockEnd - 1)); packedEnd < needed; packedEnd++)
          packed_.pack(place.from + packedEnd * columns_.sources * channels_, channels_, place.outputs.count, slot(place.ring, packedEnd));
      }
      if (place.outputs.count > LANES) outputRow<VECTORS>(place, row);
      else outputRow<1>(place, row);
    }
  }

  template <int HERE, typename T>
  void outputRow(const Place<T>& place, long row) const {
    const Tap* meetings = meetings_.get() + row * rows_.kernel;
    for (long i = 0; i < counts_[row]; i++) place.tapRows[i] = {place.ring + meetings[i].offset, place.weights + meetings[i].index};
    const long phases = columns_.phases();
    for (long phase = 0; phase < phases; phase++) {
      const Reach reach{place.tapRows, place.tapRows + counts_[row], taps_.begin(phase), taps_.end(phase)};
      T* to = place.outputs.to + (row * columns_.outputs + phase) * channels_;
      strips<HERE>(columns_.count(phase), reach, Outputs<T>{to, phases * channels_, place.outputs.count});
    }
  }

  /** For each row of outputs the kernel rows that meet a row of the image, and where that is packed. */
  void meetRows() {
    const Taps taps(rows_);
    meetings_.reset(new Tap[rows_.outputs * rows_.kernel]);
    counts_.reset(new long[rows_.outputs]());
    for (long row = 0; row < rows_.outputs; row++) {
      const long phase = row % rows_.phases(), base = row / rows_.phases() * rows_.step();
      for (const Tap* tap = taps.begin(phase); tap < taps.end(phase); tap++) {
        const long source = base + tap->offset;
        if (source < 0 || source >= rows_.sources) continue;
        meetings_[row * rows_.kernel + counts_[row]++] = {tap->index * columns_.kernel * GROUP, source % slots_ * packed_.size()};
      }
    }
  }

  float* slot(float* ring, long source) const { return ring + source % slots_ * packed_.size(); }

  /** Rows of the source that so many rows of outputs see at most. */
  long sourcesOf(long outputs) const { return smaller(rows_.sources, rows_.end(outputs + rows_.phases()) - rows_.first(0)); }

  long bands() const { return (rows_.outputs + band_ - 1) / band_; }

  /** Floats of a ring, tasks that keep many threads busy, products that are not worth a second thread. */
  static constexpr long CACHED = 8 << 10, TASKS = 64, SMALL = 1 << 16;
  const long images_, channels_;
  const Axis rows_, columns_;
  const Taps taps_;
  const PackedRows packed_;
  /** Rows of outputs whose sources are packed together, and those that are a thread's work. */
  long block_ = smaller(rows_.outputs, 8), band_ = rows_.outputs;
  long slots_;
  std::unique_ptr<Tap[]> meetings_;
  std::unique_ptr<long[]> counts_;
};

template <typename T>
void depthwise(const Windows& windows, bool backward, const void* from, const float* weights, void* to) {
  DepthwiseJob(windows, backward).run(static_cast<const T*>(from), weights, static_cast<T*>(to));
}

}  // namespace
}  // namespace unlabeled
