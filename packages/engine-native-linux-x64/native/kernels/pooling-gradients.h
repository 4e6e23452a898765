// Gradients of pooling: each window adds to its pixels. A thread owns a band of rows of dx, so that no two add to one pixel.
#pragma once
#include "pooling.h"
#include "scratch.h"

namespace unlabeled {
namespace {

/** Some rows and channels of an image's dx: what a thread works on at once, in the second-level cache. */
struct Band {
  static constexpr long MOST_CHANNELS = 64, CACHED = 48 << 10;
  /** Of a band, rounded up to whole vectors. */
  long channels, rows;
  long bands, chunks;

  explicit Band(const Windows& w) : channels(smaller(MOST_CHANNELS, (w.channels + LANES - 1) / LANES * LANES)) {
    rows = CACHED / (w.width * channels);
    if (rows < 1) rows = 1;
    if (rows > w.height) rows = w.height;
    bands = (w.height + rows - 1) / rows;
    chunks = (w.channels + channels - 1) / channels;
  }
};

/** A window, and the part of it that lies in a band, whose first row is row 0 there. */
struct OwnedWindow {
  PoolWindow all, owned;

  OwnedWindow(const Windows& w, long row, long column, long begin, long end) : all(w, row, column), owned(all) {
    Part& rows = owned.rows;
    while (rows.begin < rows.end && rows.source + rows.begin * w.dilationHeight < begin) rows.begin++;
    while (rows.begin < rows.end && rows.source + (rows.end - 1) * w.dilationHeight >= end) rows.end--;
    rows.source -= begin;
  }
};

/** The gradient goes to the first maximum; nowhere where all is NaN or -infinity, as in tfjs. */
struct MaximumGradient {
  template <int COUNT, typename T>
  static void add(const Windows& w, const OwnedWindow& window, const T* x, const T* dy, long left, float* sums, long channels) {
    Lanes largest[COUNT];
    LaneBits place[COUNT];
    for (int v = 0; v < COUNT; v++) largest[v] = Maximum::start(), place[v] = LaneBits{} - 1;
    eachTap(w, window.all, x, w.channels, [&](long tap, const T* elements) {
      for (int v = 0; v < COUNT; v++) {
        const Lanes element = load(elements + v * LANES, left);
        const LaneBits larger = element > largest[v];
        largest[v] = larger ? element : largest[v];
        place[v] = larger ? LaneBits{} + int32_t(tap) : place[v];
      }
    });
    Lanes gradient[COUNT];
    for (int v = 0; v < COUNT; v++) gradient[v] = load(dy + v * LANES, left);
    eachTap(w, window.owned, sums, channels, [&](long tap, float* sum) {
      for (int v = 0; v < COUNT; v++)
        store(sum + v * LANES, load(sum + v * LANES) + (Lanes)((LaneBits)gradient[v] & (place[v] == int32_t(tap))));
    });
  }
};

/** As in tfjs: an equal share for each tap of the whole window, also for those outside the image. It needs no x. */
struct AverageGradient {
  template <int COUNT, typename T>
  static void add(const Windows& w, const OwnedWindow& window, const T*, const T* dy, long left, float* sums, long channels) {
    Lanes share[COUNT];
    for (int v = 0; v < COUNT; v++) share[v] = load(dy + v * LANES, left) / (float)(w.kernelHeight * w.kernelWidth);
    eachTap(w, window.owned, sums, channels, [&](long, float* sum) {
      for (int v = 0; v < COUNT; v++) store(sum + v * LANES, load(sum + v * LANES) + share[v]);
    });
  }
};

/** Rows [begin, end) of an image's dx, `count` channels. x, dy and dx begin at the image's first of these channels. */
template <typename Kind, typename T>
void sumBand(const Windows& w, const T* x, const T* dy, T* dx, long begin, long end, long count, float* sums, long channels) {
  __builtin_memset(sums, 0, (end - begin) * w.width * channels * sizeof(float));
  const long before = begin + w.top - (w.kernelHeight - 1) * w.dilationHeight;
  for (long row = before > 0 ? (before + w.strideHeight - 1) / w.strideHeight : 0; row < w.outHeight && row * w.strideHeight - w.top < end; row++) {
    for (long column = 0; column < w.outWidth; column++) {
      const OwnedWindow window(w, row, column, begin, end);
      const T* gradient = dy + (row * w.outWidth + column) * w.channels;
      eachVectors(count, [&](long c, auto vectors) {
        Kind::template add<decltype(vectors)::value>(w, window, x ? x + c : x, gradient + c, count - c, sums + c, channels);
      });
    }
  }
  for (long pixel = 0; pixel < (end - begin) * w.width; pixel++)
    for (long c = 0; c < count; c += LANES)
      store(dx + (begin * w.width + pixel) * w.channels + c, load(sums + pixel * channels + c), count - c);
}

template <typename Kind, typename T>
void poolGradient(const Windows& w, const void* x, const void* dy, void* dx) {
  const T* images = static_cast<const T*>(x);
  const Band band(w);
  const Scratch scratch(band.rows * w.width * band.channels);
  const long tasks = w.images * band.bands * band.chunks;
#pragma omp parallel for schedule(static) if (w.images * w.height * w.width * w.channels > (1 << 14))
  for (long task = 0; task < tasks; task++) {
    const long c = task % band.chunks * band.channels, begin = task / band.chunks % band.bands * band.rows;
    const long image = task / band.chunks / band.bands, pixels = image * w.height * w.width, outputs = image * w.outHeight * w.outWidth;
    sumBand<Kind>(w, images ? images + pixels * w.channels + c : nullptr, static_cast<const T*>(dy) + outputs * w.channels + c,
                  static_cast<T*>(dx) + pixels * w.channels + c, begin, smaller(w.height, begin + band.rows), smaller(band.channels, w.channels - c),
                  scratch.mine(), band.channels);
  }
}

}  // namespace
}  // namespace unlabeled
