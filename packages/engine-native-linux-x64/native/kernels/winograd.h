// 3x3 convolutions of stride 1 by Winograd's F(2x2, 3x3), with 16 products where there are 36, or F(4x4, 3x3), 36 for 144.
// Lavin and Gray, Fast Algorithms for Convolutional Neural Networks, 2015, section 4.
#pragma once
#include <omp.h>

#include <memory>

#include "product-tile.h"
#include "winograd-tiles.h"
#include "workspace.h"

namespace unlabeled {
namespace {

/** Factors of a plane: those of a block of tiles, and some more, so that planes do not fall on the same cache lines. */
inline long planeOf(long factors) { return factors + 16; }

/** Tiles of a block: as many as are worth one more reading of the weights, and no more than are read while they are in the cache. */
template <int OUT>
constexpr long LEAST_TILES = OUT == 2 ? 16 : 8;
constexpr long MOST_TILES = 64;

/**
 * Forward, or backward to the input with weights turned around: weights [TAPS][panels][channels][width of the panel].
 *
 * A thread takes a block of tiles through all of it, so that factors and products stay in its second-level cache.
 */
template <int OUT, typename T, typename Factor>
void winogradConvolution(const Winograd& job, const void* from, const void* weights, void* to) {
  constexpr int EDGE = SIZE<OUT>;
  constexpr long TAPS = unlabeled::TAPS<OUT>;
  const Tiles<OUT> tiles(job);
  const T* x = static_cast<const T*>(from);
  const long depth = job.channels / DEPTH<Factor>, panels = panelsOf(job.outChannels);
  long block = 600000 / (TAPS * depth * long(sizeof(Factor))) / ROWS * ROWS;
  block = block < LEAST_TILES<OUT> ? LEAST_TILES<OUT> : block > MOST_TILES ? MOST_TILES : block;
  const long blocks = (tiles.count + block - 1) / block, plane = planeOf(block * depth), productPlane = planeOf(block * PANEL);
  const std::unique_ptr<T[]> zeros(new T[job.channels]());
  const long threads = omp_get_max_threads();
  Workspace workspace;
  Factor* const allFactors = workspace.take<Factor>(threads * TAPS * plane);
  float* const allProducts = workspace.take<float>(threads * TAPS * productPlane);
#pragma omp parallel
  {
    Factor* factors = allFactors + omp_get_thread_num() * TAPS * plane;
    float* products = allProducts + omp_get_thread_num() * TAPS * productPlane;
#pragma omp for schedule(dynamic)
    for (long b = 0; b < blocks; b++) {
      TilePlace places[MOST_TILES];
      places[0] = tiles.at(b * block);
      for (long i = 1; i < block; i++) places[i] = tiles.after(places[i - 1]);
      for (long i = 0; i < block; i++) {
        const auto window = inputWindow<OUT>(job, x, places[i], zeros.get());
        for (long c = 0; c < job.channels; c += LANES) {
          Lanes d[EDGE][EDGE];
          inputFactors<OUT>(window, c, d);
          for (int tap = 0; tap < TAPS; tap++) storeAlong(factors + tap * plane + i * depth + c / DEPTH<Factor>, d[tap / EDGE][tap % EDGE]);
        }
      }
      for (long panel = 0; panel < panels; panel++) {
        const long first = panel * PANEL, width = widthOf(job.outChannels, panel);
        for (long tap = 0; tap < TAPS; tap++) {
          const Factor* u = static_cast<const Factor*>(weights) + (tap * job.outChannels + first) * depth;
          productPanel<false>(LeftMatrix<Factor>{factors + tap * plane, depth, 1}, u, depth, width, block, products + tap * productPlane);
        }
        for (long i = 0; i < block && b * block + i < tiles.count; i++) {
          for (long k = 0; k < width; k += LANES) {
            Lanes m[EDGE][EDGE];
            for (int tap = 0; tap < TAPS; tap++) m[tap / EDGE][tap % EDGE] = load(products + tap * productPlane + i * width + k);
            writeOutputs<OUT>(job, static_cast<T*>(to), places[i], first + k, m);
          }
        }
      }
    }
  }
}

}  // namespace
}  // namespace unlabeled
