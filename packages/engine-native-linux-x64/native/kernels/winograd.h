// 3x3 convolutions of stride 1 by Winograd's F(2x2, 3x3): 16 products where there are 36, on tiles of 4x4 pixels.
// Lavin and Gray, Fast Algorithms for Convolutional Neural Networks, 2015, section 4.1.
#pragma once
#include <omp.h>

#include <memory>

#include "product-tile.h"
#include "winograd-tiles.h"

namespace unlabeled {
namespace {

/** Factors of a plane: those of a block of tiles, and some more, so that planes do not fall on the same cache lines. */
inline long planeOf(long factors) { return factors + LANES; }

/**
 * Forward, or backward to the input with weights turned around: weights [16][panels][channels][PANEL].
 *
 * A thread takes a block of tiles through all of it, so that factors and products stay in its second-level cache.
 */
template <typename T, typename Factor>
void winogradConvolution(const Winograd& job, const void* from, const void* weights, void* to) {
  const Tiles tiles(job);
  const T* x = static_cast<const T*>(from);
  const long depth = job.channels / DEPTH<Factor>, panels = panelsOf(job.outChannels);
  long block = 600000 / (TAPS * depth * long(sizeof(Factor))) / ROWS * ROWS;
  block = block < 2 * ROWS ? 2 * ROWS : block > 8 * ROWS ? 8 * ROWS : block;
  const long blocks = (tiles.count + block - 1) / block, plane = planeOf(block * depth), productPlane = planeOf(block * PANEL);
  const std::unique_ptr<T[]> zeros(new T[job.channels]());
  const long threads = omp_get_max_threads();
  // for all threads, and before they start: what is thrown inside a parallel region ends the process
  const std::unique_ptr<Factor[]> allFactors(new Factor[threads * TAPS * plane]);
  const std::unique_ptr<float[]> allProducts(new float[threads * TAPS * productPlane]);
#pragma omp parallel
  {
    Factor* factors = allFactors.get() + omp_get_thread_num() * TAPS * plane;
    float* products = allProducts.get() + omp_get_thread_num() * TAPS * productPlane;
#pragma omp for schedule(dynamic)
    for (long b = 0; b < blocks; b++) {
      for (long i = 0; i < block; i++) {
        const auto window = inputWindow(job, x, tiles.at(b * block + i), zeros.get());
        for (long c = 0; c < job.channels; c += LANES) {
          Lanes d[4][4];
          inputFactors(window, c, d);
          for (int tap = 0; tap < TAPS; tap++) storeAlong(factors + tap * plane + i * depth + c / DEPTH<Factor>, d[tap / 4][tap % 4]);
        }
      }
      for (long panel = 0; panel < panels; panel++) {
        for (long tap = 0; tap < TAPS; tap++) {
          const Factor* u = static_cast<const Factor*>(weights) + (tap * panels + panel) * depth * PANEL;
          for (long i = 0; i < block; i += ROWS)
            productTile<false>(factors + tap * plane + i * depth, depth, 1, u, depth, products + tap * productPlane + i * PANEL);
        }
        const long first = panel * PANEL, end = smaller(job.outChannels, first + PANEL);
        for (long i = 0; i < block && b * block + i < tiles.count; i++) {
          for (long k = first; k < end; k += LANES) {
            Lanes m[4][4], out[2][2];
            for (int tap = 0; tap < TAPS; tap++) m[tap / 4][tap % 4] = load(products + tap * productPlane + i * PANEL + k - first);
            transformOutput(m, out);
            writeOutputs(job, static_cast<T*>(to), tiles.at(b * block + i), k, out);
          }
        }
      }
    }
  }
}

}  // namespace
}  // namespace unlabeled
