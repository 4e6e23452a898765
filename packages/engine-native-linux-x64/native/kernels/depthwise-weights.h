// The gradient of depthwise convolutions by their weights.
#pragma once
#include "depthwise-taps.h"
#include "kernels.h"
#include "scratch.h"

namespace unlabeled {
namespace {

/**
 * Sums over blocks of rows of outputs, whose sources are packed together. Some blocks of a group of channels are a part; there
 * are as many parts as the shape wants, and they are added in their order, so that sums do not depend on the number of threads.
 */
class DepthwiseWeightsJob {
 public:
  explicit DepthwiseWeightsJob(const Windows& w)
      : images_(w.images),
        channels_(w.channels),
        rows_{w.height, w.outHeight, w.kernelHeight, w.strideHeight, w.dilationHeight, w.top, false},
        columns_{w.width, w.outWidth, w.kernelWidth, w.strideWidth, w.dilationWidth, w.left, false},
        packed_(columns_, Taps(columns_)),
        taps_(new TapPlace[taps()]) {
    for (long tap = 0; tap < taps(); tap++) taps_[tap] = {tap / columns_.kernel, packed_.at(columns_.offset(tap % columns_.kernel, 0))};
    while (block_ > 1 && sources() * packed_.size() > CACHED) block_ = (block_ + 1) / 2;
    blocks_ = (rows_.outputs + block_ - 1) / block_;
    const long all = images_ * blocks_;
    partBlocks_ = smaller(all, (all * groupsOf(channels_) + TASKS - 1) / TASKS);
    parts_ = (all + partBlocks_ - 1) / partBlocks_;
  }

  template <typename T>
  void run(const T* x, const T* dy, float* dw) const {
    const long groups = groupsOf(channels_), totals = taps() * GROUP;
    const long floats = (sources() + 1) * packed_.size(), pointers = block_ * rows_.kernel;
    const Scratch rows(floats), parts(parts_ * groups * totals, 1);
    const std::unique_ptr<const float*[]> meetings(new const float*[omp_get_max_threads() * pointers]);
#pragma omp parallel if (images_ * rows_.outputs * columns_.outputs * groups * totals > SMALL)
    {
      __builtin_memset(rows.mine(), 0, floats * sizeof(float));
      const Memory memory{rows.mine(), rows.mine() + packed_.size(), meetings.get() + omp_get_thread_num() * pointers};
#pragma omp for schedule(static)
      for (long task = 0; task < parts_ * groups; task++) {
        const long begin = task / groups * partBlocks_, end = smaller(images_ * blocks_, begin + partBlocks_);
        float* part = parts.begin() + task * totals;
        __builtin_memset(part, 0, totals * sizeof(float));
        for (long block = begin; block < end; block++)
          addBlock(x, dy, block / blocks_, block % blocks_ * block_, task % groups * GROUP, memory, part);
      }
#pragma omp for schedule(static)
      for (long group = 0; group < groups; group++) merge(parts.begin() + group * totals, groups * totals, group * GROUP, dw);
    }
  }

 private:
  /** A thread's: a packed row of zeros, those of a block, and for each row of outputs those that the kernel's rows meet. */
  struct Memory {
    const float* zeros;
    float* packed;
    const float** meetings;
  };

  template <typename T>
  void addBlock(const T* x, const T* dy, long image, long begin, long channel, const Memory& memory, float* part) const {
    const long block = smaller(block_, rows_.outputs - begin), count = smaller(GROUP, channels_ - channel);
    const long first = rows_.first(begin), end = smaller(rows_.sources, rows_.end(begin + block - 1));
    for (long row = larger(0, first); row < end; row++)
      packed_.pack(x + (image * rows_.sources + row) * columns_.sources * channels_ + channel, channels_, count, memory.packed + (row - first) * packed_.size());
    for (long i = 0; i < block * rows_.kernel; i++) {
      const long row = i / rows_.kernel * rows_.stride + i % rows_.kernel * rows_.dilation;
      const bool inside = first + row >= 0 && first + row < rows_.sources;
      memory.meetings[i] = inside ? memory.packed + row * packed_.size() : memory.zeros;
    }
    const long rowStride = columns_.outputs * channels_;
    const GradientRows<T> rows{memory.meetings, rows_.kernel, block,     columns_.outputs, dy + (image * rows_.outputs + begin) * rowStride + channel,
                               rowStride,       channels_,    count};
    if (count == GROUP) addAllTaps<VECTORS, true>(taps(), rows, taps_.get(), part);
    else if (count == LANES) addAllTaps<1, true>(taps(), rows, taps_.get(), part);
    else addAllTaps<VECTORS, false>(taps(), rows, taps_.get(), part);
  }

  /** The sum of all parts of a group, `stride` floats apart. */
  void merge(const float* parts, long stride, long channel, float* dw) const {
    for (long tap = 0; tap < taps(); tap++)
      for (int v = 0; v < VECTORS; v++) {
        Lanes sum{};
        for (long part = 0; part < parts_; part++) sum += load(parts + part * stride + tap * GROUP + v * LANES);
        store(dw + tap * channels_ + channel + v * LANES, sum, channels_ - channel - v * LANES);
      }
  }

  long taps() const { return rows_.kernel * columns_.kernel; }

  /** Rows of the source from the first that a block sees to the last. */
  long sources() const { return (block_ - 1) * rows_.stride + (rows_.kernel - 1) * rows_.dilation + 1; }

  /** Floats of a block's sources, tasks that keep many threads busy, products that are not worth a second thread. */
  static constexpr long CACHED = 16 << 10, TASKS = 128, SMALL = 1 << 16;
  const long images_, channels_;
  const Axis rows_, columns_;
  const PackedRows packed_;
  const std::unique_ptr<TapPlace[]> taps_;
  /** Rows of a block, blocks of an image, blocks of a part. */
  long block_ = smaller(rows_.outputs, 16), blocks_, partBlocks_;
  long parts_;
};

template <typename T>
void depthwiseWeights(const Windows& windows, const void* x, const void* dy, float* dw) {
  DepthwiseWeightsJob(windows).run(static_cast<const T*>(x), static_cast<const T*>(dy), dw);
}

}  // namespace
}  // namespace unlabeled
