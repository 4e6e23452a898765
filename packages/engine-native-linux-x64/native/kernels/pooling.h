// Pooling, and what it has in common with its gradients: the parts of windows that lie in the image.
#pragma once
#include "kernels.h"
#include "lanes.h"

namespace unlabeled {
namespace {

/** Taps of a window that lie in the image, along one axis: [begin, end), and the source of tap 0. */
struct Part {
  long begin, end, source;

  Part(long output, long size, long kernel, long stride, long dilation, long before) : source(output * stride - before) {
    begin = source < 0 ? (dilation - 1 - source) / dilation : 0;
    end = source < size ? smaller(kernel, (size - source + dilation - 1) / dilation) : 0;
    if (end < begin) end = begin;
  }
};

struct PoolWindow {
  Part rows, columns;

  PoolWindow(const Windows& w, long row, long column)
      : rows(row, w.height, w.kernelHeight, w.strideHeight, w.dilationHeight, w.top),
        columns(column, w.width, w.kernelWidth, w.strideWidth, w.dilationWidth, w.left) {}

  /** Taps in the image. */
  long size() const { return (rows.end - rows.begin) * (columns.end - columns.begin); }
};

/** Calls `each(number of the tap, its elements)` for a window's taps in the image, row by row. Pixels have so many elements. */
template <typename T, typename Each>
inline void eachTap(const Windows& w, const PoolWindow& window, T* image, long elements, Each each) {
  const long column = window.columns.source + window.columns.begin * w.dilationWidth, stride = w.dilationWidth * elements;
  for (long a = window.rows.begin; a < window.rows.end; a++) {
    T* tap = image + ((window.rows.source + a * w.dilationHeight) * w.width + column) * elements;
    for (long b = window.columns.begin; b < window.columns.end; b++, tap += stride) each(a * w.kernelWidth + b, tap);
  }
}

struct Maximum {
  static Lanes start() { return broadcast(-__builtin_inff()); }
  /** NaN is no maximum, as in tfjs. */
  static Lanes join(Lanes sum, Lanes x) { return x > sum ? x : sum; }
  static Lanes finish(Lanes sum, long) { return sum; }
};

/** Of the pixels in the image, as in tfjs; NaN where there are none. */
struct Average {
  static Lanes start() { return Lanes{}; }
  static Lanes join(Lanes sum, Lanes x) { return sum + x; }
  static Lanes finish(Lanes sum, long size) { return sum / (float)size; }
};

template <typename Kind, typename T>
void pool(const Windows& w, const void* from, void* to) {
  const T* x = static_cast<const T*>(from);
  T* y = static_cast<T*>(to);
  const long C = w.channels, rows = w.images * w.outHeight;
#pragma omp parallel for schedule(static) if (rows * w.outWidth * C > (1 << 14))
  for (long row = 0; row < rows; row++) {
    const T* image = x + row / w.outHeight * w.height * w.width * C;
    for (long column = 0; column < w.outWidth; column++) {
      const PoolWindow window(w, row % w.outHeight, column);
      T* out = y + (row * w.outWidth + column) * C;
      eachVectors(C, [&](long c, auto count) {
        constexpr int COUNT = decltype(count)::value;
        Lanes sums[COUNT];
        for (int v = 0; v < COUNT; v++) sums[v] = Kind::start();
        eachTap(w, window, image + c, C, [&](long, const T* tap) {
          for (int v = 0; v < COUNT; v++) sums[v] = Kind::join(sums[v], load(tap + v * LANES, C - c));
        });
        for (int v = 0; v < COUNT; v++) store(out + c + v * LANES, Kind::finish(sums[v], window.size()), C - c);
      });
    }
  }
}

}  // namespace
}  // namespace unlabeled
