// Tiles of images for Winograd's F(2x2, 3x3): where they lie, and what is read from and written to them.
#pragma once
#include "kernels.h"
#include "winograd-transforms.h"

namespace unlabeled {
namespace {

/** 4x4 pixels that overlap by two, in rows, images after one another. Numbers past the last are outside every image. */
struct Tiles {
  long across, down, count;

  explicit Tiles(const Winograd& job) : across((job.outWidth + 1) / 2), down((job.outHeight + 1) / 2), count(job.images * across * down) {}

  struct Place {
    bool inside;
    long image, top, left;  // of the 2x2 outputs
  };
  Place at(long tile) const {
    const long place = tile % (across * down);
    return {tile < count, tile / (across * down), place / across * 2, place % across * 2};
  }
};

/** Addresses of a window's pixels; those outside the image point to zeros. */
template <int SIZE, typename T>
struct Window {
  const T* pixels[SIZE][SIZE];

  Window() = default;
  Window(const T* images, const Tiles::Place& place, long top, long left, long height, long width, long channels, const T* zeros) {
    for (int row = 0; row < SIZE; row++) {
      for (int column = 0; column < SIZE; column++) {
        const long y = top + row, x = left + column;
        const bool inside = place.inside && y >= 0 && y < height && x >= 0 && x < width;
        pixels[row][column] = inside ? images + ((place.image * height + y) * width + x) * channels : zeros;
      }
    }
  }
  Lanes at(int row, int column, long channel) const { return load(pixels[row][column] + channel); }
};

/** The input's window of a tile. */
template <typename T>
inline Window<4, T> inputWindow(const Winograd& job, const T* x, const Tiles::Place& place, const T* zeros) {
  return {x, place, place.top - job.top, place.left - job.left, job.height, job.width, job.channels, zeros};
}

/** Bᵀ d B, sixteen channels from `channel` on. */
template <typename T>
inline void inputFactors(const Window<4, T>& window, long channel, Lanes d[4][4]) {
  for (int row = 0; row < 4; row++)
    for (int column = 0; column < 4; column++) d[row][column] = window.at(row, column, channel);
  transformInput(d);
}

/** A dy Aᵀ, sixteen channels from `channel` on; 0 past the last one. */
template <typename T>
inline void gradientFactors(const Winograd& job, const Window<2, T>& window, long channel, Lanes m[4][4]) {
  Lanes d[2][2] = {};
  if (channel < job.outChannels)
    for (int row = 0; row < 2; row++)
      for (int column = 0; column < 2; column++) d[row][column] = window.at(row, column, channel);
  transformGradient(d, m);
}

/** The 2x2 outputs of a tile, as far as they are inside the image. */
template <typename T>
inline void writeOutputs(const Winograd& job, T* y, const Tiles::Place& place, long channel, const Lanes out[2][2]) {
  for (int row = 0; row < 2 && place.top + row < job.outHeight; row++)
    for (int column = 0; column < 2 && place.left + column < job.outWidth; column++)
      store(y + ((place.image * job.outHeight + place.top + row) * job.outWidth + place.left + column) * job.outChannels + channel, out[row][column]);
}

}  // namespace
}  // namespace unlabeled
