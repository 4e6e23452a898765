// The gradient of weights by Winograd's F(2x2, 3x3).
#pragma once
#include <omp.h>

#include <memory>

#include "winograd-weights.h"

namespace unlabeled {
namespace {

/** Both factors of a block of tiles, and what is common to all blocks. */
template <typename T, typename Factor>
struct GradientBlocks {
  const Winograd& job;
  const Tiles tiles;
  const T *x, *dy, *zeros;
  /** Factors along the summed dimension in a block; tiles in it. */
  long depth, block;
  long plane, panels;

  GradientBlocks(const Winograd& job, const void* x, const void* dy, const T* zeros)
      : job(job), tiles(job), x(static_cast<const T*>(x)), dy(static_cast<const T*>(dy)), zeros(zeros) {
    // few enough for both factors to stay in the caches, enough to be worth the sums' reading and writing
    depth = 1200000 / (TAPS * (job.channels + job.outChannels) * long(sizeof(Factor)));
    depth = depth < 64 ? 64 : depth > 512 ? 512 : depth;
    block = depth * DEPTH<Factor>;
    plane = planeOf(depth * job.channels);
    panels = panelsOf(job.outChannels);
  }
  long leftSize() const { return TAPS * plane; }
  long rightSize() const { return TAPS * panels * depth * PANEL; }
  long sumsSize() const { return TAPS * panels * job.channels * PANEL; }
  /** How many products there are: one a tap and panel. */
  long products() const { return TAPS * panels; }

  /** Factors number i of the block that begins at a tile. */
  void factors(long begin, long i, Factor* left, Factor* right) const {
    Window<4, T> inputs[DEPTH<Factor>];
    Window<2, T> gradients[DEPTH<Factor>];
    for (int part = 0; part < DEPTH<Factor>; part++) {
      const auto place = tiles.at(begin + i * DEPTH<Factor> + part);
      inputs[part] = inputWindow(job, x, place, zeros);
      gradients[part] = {dy, place, place.top, place.left, job.outHeight, job.outWidth, job.outChannels, zeros};
    }
    Lanes d[DEPTH<Factor>][4][4];
    for (long c = 0; c < job.channels; c += LANES) {
      for (int part = 0; part < DEPTH<Factor>; part++) inputFactors(inputs[part], c, d[part]);
      storePlanes(left + i * job.channels + c, plane, d);
    }
    for (long k = 0; k < panels * PANEL; k += LANES) {
      for (int part = 0; part < DEPTH<Factor>; part++) gradientFactors(job, gradients[part], k, d[part]);
      storePlanes(right + (k / PANEL * depth + i) * PANEL + k % PANEL, panels * depth * PANEL, d);
    }
  }

  /** Adds one of the products of the block. */
  void addProduct(long product, const Factor* left, const Factor* right, float* sums) const {
    const long C = job.channels;
    for (long c = 0; c < C; c += ROWS)
      productTile<true>(left + product / panels * plane + c, 1, C, right + product * depth * PANEL, depth, sums + (product * C + c) * PANEL);
  }
};

/** dw [3, 3, C, K] from the sums of `parts` shares of the tiles. */
inline void weightGradientOf(const Winograd& job, const float* sums, long parts, long size, float* dw) {
  const long C = job.channels, K = job.outChannels, panels = panelsOf(K);
#pragma omp parallel for schedule(static)
  for (long c = 0; c < C; c++) {
    for (long k = 0; k < K; k += LANES) {
      Lanes u[4][4] = {}, g[3][3];
      for (long part = 0; part < parts; part++)
        for (int tap = 0; tap < TAPS; tap++) u[tap / 4][tap % 4] += load(sums + part * size + ((tap * panels + k / PANEL) * C + c) * PANEL + k % PANEL);
      transformWeightGradient(u, g);
      for (int tap = 0; tap < 9; tap++) store(dw + (tap * C + c) * K + k, g[tap / 3][tap % 3]);
    }
  }
}

/**
 * Sums over tiles of products of both factors, then dw.
 *
 * Where the sums are small, each of a fixed number of shares of the tiles has its own, and no thread waits for another until
 * all are done. Where they are large, threads share the factors of one block after another.
 */
template <typename T, typename Factor>
void winogradWeightGradient(const Winograd& job, const void* x, const void* dy, float* dw) {
  const std::unique_ptr<T[]> zeros(new T[job.channels > job.outChannels ? job.channels : job.outChannels]());
  const GradientBlocks<T, Factor> blocks(job, x, dy, zeros.get());
  const long count = (blocks.tiles.count + blocks.block - 1) / blocks.block, size = blocks.sumsSize();
  const bool small = job.channels * job.outChannels <= 64 * 64;
  const long parts = small ? smaller(16, count) : 1, copies = small ? smaller(omp_get_max_threads(), parts) : 1;
  const std::unique_ptr<Factor[]> lefts(new Factor[copies * blocks.leftSize()]), rights(new Factor[copies * blocks.rightSize()]);
  const std::unique_ptr<float[]> sums(new float[parts * size]());
  if (small) {
#pragma omp parallel for schedule(static) num_threads(int(copies))
    for (long part = 0; part < parts; part++) {
      Factor *left = lefts.get() + omp_get_thread_num() * blocks.leftSize(), *right = rights.get() + omp_get_thread_num() * blocks.rightSize();
      for (long block = part * count / parts; block < (part + 1) * count / parts; block++) {
        for (long i = 0; i < blocks.depth; i++) blocks.factors(block * blocks.block, i, left, right);
        for (long product = 0; product < blocks.products(); product++) blocks.addProduct(product, left, right, sums.get() + part * size);
      }
    }
  } else {
#pragma omp parallel
    for (long block = 0; block < count; block++) {
#pragma omp for schedule(static)
      for (long i = 0; i < blocks.depth; i++) blocks.factors(block * blocks.block, i, lefts.get(), rights.get());
#pragma omp for schedule(static)
      for (long product = 0; product < blocks.products(); product++) blocks.addProduct(product, lefts.get(), rights.get(), sums.get());
    }
  }
  weightGradientOf(job, sums.get(), parts, size, dw);
}

}  // namespace
}  // namespace unlabeled
