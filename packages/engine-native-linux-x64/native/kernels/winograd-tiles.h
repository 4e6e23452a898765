// Tiles of images for Winograd's convolutions: where they lie, and what is read from and written to them.
#pragma once
#include "kernels.h"
#include "winograd-transforms.h"

namespace unlabeled {
namespace {

/** Where the outputs of a tile begin. */
struct TilePlace {
  bool inside;
  long image, top, left;
};

/** SIZE x SIZE pixels that overlap by two, in rows, images after one another. Numbers past the last are outside every image. */
template <int OUT>
struct Tiles {
  long across, down, count;

  explicit Tiles(const Winograd& job)
      : across((job.outWidth + OUT - 1) / OUT), down((job.outHeight + OUT - 1) / OUT), count(job.images * across * down) {}

  TilePlace at(long tile) const {
    const long place = tile % (across * down);
    return {tile < count, tile / (across * down), place / across * OUT, place % across * OUT};
  }
};

/** Addresses of a window's pixels; those outside the image point to zeros. */
template <int EDGE, typename T>
struct Window {
  const T* pixels[EDGE][EDGE];

  Window() = default;
  Window(const T* images, const TilePlace& place, long top, long left, long height, long width, long channels, const T* zeros) {
    for (int row = 0; row < EDGE; row++) {
      for (int column = 0; column < EDGE; column++) {
        const long y = top + row, x = left + column;
        const bool inside = place.inside && y >= 0 && y < height && x >= 0 && x < width;
        pixels[row][column] = inside ? images + ((place.image * height + y) * width + x) * channels : zeros;
      }
    }
  }
  /** All of it, channels from `channel` on. */
  void read(long channel, Lanes to[EDGE][EDGE]) const {
    for (int row = 0; row < EDGE; row++)
      for (int column = 0; column < EDGE; column++) to[row][column] = load(pixels[row][column] + channel);
  }
};

/** The input's window of a tile. */
template <int OUT, typename T>
inline Window<SIZE<OUT>, T> inputWindow(const Winograd& job, const T* x, const TilePlace& place, const T* zeros) {
  return {x, place, place.top - job.top, place.left - job.left, job.height, job.width, job.channels, zeros};
}

/** Bᵀ d B, channels from `channel` on. */
template <int OUT, typename T>
inline void inputFactors(const Window<SIZE<OUT>, T>& window, long channel, Lanes to[SIZE<OUT>][SIZE<OUT>]) {
  Lanes d[SIZE<OUT>][SIZE<OUT>];
  window.read(channel, d);
  both<SIZE<OUT>, SIZE<OUT>>(d, to, Along<OUT>::input);
}

/** A dy Aᵀ, channels from `channel` on; 0 past the last one. */
template <int OUT, typename T>
inline void gradientFactors(const Winograd& job, const Window<OUT, T>& window, long channel, Lanes to[SIZE<OUT>][SIZE<OUT>]) {
  Lanes d[OUT][OUT] = {};
  if (channel < job.outChannels) window.read(channel, d);
  both<OUT, SIZE<OUT>>(d, to, Along<OUT>::gradient);
}

/** Aᵀ m A: the outputs of a tile, written as far as they are inside the image. */
template <int OUT, typename T>
inline void writeOutputs(const Winograd& job, T* y, const TilePlace& place, long channel, const Lanes m[SIZE<OUT>][SIZE<OUT>]) {
  Lanes out[OUT][OUT];
  both<SIZE<OUT>, OUT>(m, out, Along<OUT>::output);
  for (int row = 0; row < OUT && place.top + row < job.outHeight; row++)
    for (int column = 0; column < OUT && place.left + column < job.outWidth; column++)
      store(y + ((place.image * job.outHeight + place.top + row) * job.outWidth + place.left + column) * job.outChannels + channel, out[row][column]);
}

}  // namespace
}  // namespace unlabeled
