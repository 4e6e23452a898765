// Tiles of images for Winograd's convolutions: where they lie, and what is read from and written to them.
#pragma once
#include "kernels.h"
#include "winograd-transforms.h"

namespace unlabeled {
namespace {

/** Where the outputs of a tile begin. */
struct TilePlace {
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
    return {tile / (across * down), place / across * OUT, place % across * OUT};
  }
  /** The next one's, without a division. */
  TilePlace after(TilePlace place) const {
    place.left += OUT;
    if (place.left == across * OUT) place.left = 0, place.top += OUT;
    if (place.top == down * OUT) place.top = 0, place.image++;
    return place;
  }
};

/** [count, height, width, channels]. */
template <typename T>
struct Images {
  const T* pixels;
  long count, height, width, channels;

  const T* at(long image, long y, long x) const { return pixels + ((image * height + y) * width + x) * channels; }
};

/** A square of pixels. Those outside the image are zeros. */
template <int EDGE, typename T>
class Window {
 public:
  Window() = default;
  Window(const Images<T>& images, long image, long top, long left, const T* zeros) : line_(images.width * images.channels), pixel_(images.channels) {
    const bool known = image < images.count;
    whole_ = known && top >= 0 && left >= 0 && top + EDGE <= images.height && left + EDGE <= images.width;
    if (whole_) {
      pixels_[0][0] = images.at(image, top, left);
      return;
    }
    for (int row = 0; row < EDGE; row++) {
      for (int column = 0; column < EDGE; column++) {
        const long y = top + row, x = left + column;
        const bool inside = known && y >= 0 && y < images.height && x >= 0 && x < images.width;
        pixels_[row][column] = inside ? images.at(image, y, x) : zeros;
      }
    }
  }
  /** All of it, channels from `channel` on. */
  void read(long channel, Lanes to[EDGE][EDGE]) const {
    if (whole_) {
      const T* from = pixels_[0][0] + channel;
      for (int row = 0; row < EDGE; row++, from += line_)
        for (int column = 0; column < EDGE; column++) to[row][column] = load(from + column * pixel_);
    } else {
      for (int row = 0; row < EDGE; row++)
        for (int column = 0; column < EDGE; column++) to[row][column] = load(pixels_[row][column] + channel);
    }
  }

 private:
  /** Where it is whole, the first is enough. */
  const T* pixels_[EDGE][EDGE];
  long line_, pixel_;
  bool whole_;
};

/** The input's window of a tile. */
template <int OUT, typename T>
inline Window<SIZE<OUT>, T> inputWindow(const Winograd& job, const T* x, const TilePlace& place, const T* zeros) {
  return {{x, job.images, job.height, job.width, job.channels}, place.image, place.top - job.top, place.left - job.left, zeros};
}

/** Bᵀ d B, channels from `channel` on. */
template <int OUT, typename T>
inline void inputFactors(const Window<SIZE<OUT>, T>& window, long channel, Lanes to[SIZE<OUT>][SIZE<OUT>]) {
  Lanes d[SIZE<OUT>][SIZE<OUT>];
  window.read(channel, d);
  both<SIZE<OUT>, SIZE<OUT>>(d, to, Along<OUT>::input);
}

/** A dy Aᵀ, channels from `channel` on. */
template <int OUT, typename T>
inline void gradientFactors(const Window<OUT, T>& window, long channel, Lanes to[SIZE<OUT>][SIZE<OUT>]) {
  Lanes d[OUT][OUT];
  window.read(channel, d);
  both<OUT, SIZE<OUT>>(d, to, Along<OUT>::gradient);
}

/** Aᵀ m A: the outputs of a tile, written as far as they are inside the image. */
template <int OUT, typename T>
inline void writeOutputs(const Winograd& job, T* y, const TilePlace& place, long channel, const Lanes m[SIZE<OUT>][SIZE<OUT>]) {
  Lanes out[OUT][OUT];
  both<SIZE<OUT>, OUT>(m, out, Along<OUT>::output);
  T* corner = y + ((place.image * job.outHeight + place.top) * job.outWidth + place.left) * job.outChannels + channel;
  for (int row = 0; row < OUT && place.top + row < job.outHeight; row++)
    for (int column = 0; column < OUT && place.left + column < job.outWidth; column++)
      store(corner + (row * job.outWidth + column) * job.outChannels, out[row][column]);
}

}  // namespace
}  // namespace unlabeled
