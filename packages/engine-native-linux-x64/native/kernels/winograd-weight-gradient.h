// The gradient of weights by Winograd's convolutions.
#pragma once
#include <omp.h>

#include <memory>

#include "winograd-weights.h"

namespace unlabeled {
namespace {

/** Both factors of a block of tiles, and what is common to all blocks. */
template <int OUT, typename T, typename Factor>
struct GradientBlocks {
  static constexpr int EDGE = SIZE<OUT>;
  static constexpr long TAPS = unlabeled::TAPS<OUT>;
  const Winograd& job;
  const Tiles<OUT> tiles;
  const T *x, *dy, *zeros;
  /** Whether the sums are: then a thread has blocks of its own. */
  bool small;
  /** Factors along the summed dimension in a block; tiles in it. */
  long depth, block;
  /** Factors in a plane: of the left ones, of the right ones. */
  long plane, rightPlane;

  GradientBlocks(const Winograd& job, const void* x, const void* dy, const T* zeros)
      : job(job), tiles(job), x(static_cast<const T*>(x)), dy(static_cast<const T*>(dy)), zeros(zeros) {
    // few enough for both factors to stay in the cache, a thread's own or that of all, enough to be worth the sums' reading and writing
    small = job.channels * job.outChannels <= 64 * 64;
    depth = (small ? 300000 : 1200000) / (TAPS * (job.channels + job.outChannels) * long(sizeof(Factor)));
    depth = depth < 64 ? 64 : small && depth > 96 ? 96 : depth;
    block = depth * DEPTH<Factor>;
    plane = planeOf(depth * job.channels);
    rightPlane = planeOf(depth * job.outChannels);
  }
  long leftSize() const { return TAPS * plane; }
  long rightSize() const { return TAPS * rightPlane; }
  long sumsSize() const { return TAPS * job.channels * job.outChannels; }
  /** How many products there are: one a tap and panel. */
  long products() const { return TAPS * panelsOf(job.outChannels); }

  /** Factors number i of the block that begins at a tile. */
  void factors(long begin, long i, Factor* left, Factor* right) const {
    Window<EDGE, T> inputs[DEPTH<Factor>];
    Window<OUT, T> gradients[DEPTH<Factor>];
    TilePlace place = tiles.at(begin + i * DEPTH<Factor>);
    for (int part = 0; part < DEPTH<Factor>; part++, place = tiles.after(place)) {
      inputs[part] = inputWindow<OUT>(job, x, place, zeros);
      gradients[part] = {{dy, job.images, job.outHeight, job.outWidth, job.outChannels}, place.image, place.top, place.left, zeros};
    }
    Lanes d[DEPTH<Factor>][EDGE][EDGE];
    for (long c = 0; c < job.channels; c += LANES) {
      for (int part = 0; part < DEPTH<Factor>; part++) inputFactors<OUT>(inputs[part], c, d[part]);
      storePlanes(left + i * job.channels + c, plane, d);
    }
    for (long k = 0; k < job.outChannels; k += LANES) {
      for (int part = 0; part < DEPTH<Factor>; part++) gradientFactors<OUT>(gradients[part], k, d[part]);
      storePlanes(right + placeInPanels(i, k, depth, job.outChannels), rightPlane, d);
    }
  }

  /** Adds one of the products of a block to the sums, which begin with the first. */
  void addProduct(bool first, long product, const Factor* left, const Factor* right, float* sums) const {
    const long C = job.channels, K = job.outChannels, tap = product / panelsOf(K), panel = product % panelsOf(K), k = panel * PANEL;
    const auto add = first ? productPanel<false, Factor> : productPanel<true, Factor>;
    add({left + tap * plane, 1, C}, right + tap * rightPlane + k * depth, depth, widthOf(K, panel), C, sums + (tap * K + k) * C);
  }
};

/** dw [3, 3, C, K] from the sums of `parts` shares of the tiles. */
template <int OUT>
inline void weightGradientOf(const Winograd& job, const float* sums, long parts, long size, float* dw) {
  constexpr int EDGE = SIZE<OUT>;
  const long C = job.channels, K = job.outChannels;
#pragma omp parallel for schedule(static)
  for (long c = 0; c < C; c++) {
    for (long k = 0; k < K; k += LANES) {
      Lanes u[EDGE][EDGE] = {}, g[3][3];
      for (long part = 0; part < parts; part++)
        for (int tap = 0; tap < TAPS<OUT>; tap++) u[tap / EDGE][tap % EDGE] += load(sums + part * size + tap * C * K + placeInPanels(c, k, C, K));
      both<EDGE, 3>(u, g, Along<OUT>::weightGradient);
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
template <int OUT, typename T, typename Factor>
void winogradWeightGradient(const Winograd& job, const void* x, const void* dy, float* dw) {
  const std::unique_ptr<T[]> zeros(new T[job.channels > job.outChannels ? job.channels : job.outChannels]());
  const GradientBlocks<OUT, T, Factor> blocks(job, x, dy, zeros.get());
  const long count = (blocks.tiles.count + blocks.block - 1) / blocks.block, size = blocks.sumsSize();
  const bool small = blocks.small;
  const long parts = small ? smaller(16, count) : 1, copies = small ? smaller(omp_get_max_threads(), parts) : 1;
  Workspace workspace;
  Factor *const lefts = workspace.take<Factor>(copies * blocks.leftSize()), *const rights = workspace.take<Factor>(copies * blocks.rightSize());
  float* const sums = workspace.take<float>(parts * size);
  if (small) {
#pragma omp parallel for schedule(static) num_threads(int(copies))
    for (long part = 0; part < parts; part++) {
      Factor *left = lefts + omp_get_thread_num() * blocks.leftSize(), *right = rights + omp_get_thread_num() * blocks.rightSize();
      const long first = part * count / parts, end = (part + 1) * count / parts;
      for (long block = first; block < end; block++) {
        for (long i = 0; i < blocks.depth; i++) blocks.factors(block * blocks.block, i, left, right);
        for (long product = 0; product < blocks.products(); product++) blocks.addProduct(block == first, product, left, right, sums + part * size);
      }
    }
  } else {
#pragma omp parallel
    for (long block = 0; block < count; block++) {
#pragma omp for schedule(static)
      for (long i = 0; i < blocks.depth; i++) blocks.factors(block * blocks.block, i, lefts, rights);
#pragma omp for schedule(static)
      for (long product = 0; product < blocks.products(); product++) blocks.addProduct(block == 0, product, lefts, rights, sums);
    }
  }
  weightGradientOf<OUT>(job, sums, parts, size, dw);
}

}  // namespace
}  // namespace unlabeled
