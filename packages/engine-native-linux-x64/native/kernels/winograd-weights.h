// Weights for Winograd's convolutions.
#pragma once
#include "winograd.h"

namespace unlabeled {
namespace {

/** Factors in each of the planes, of one number or two along the summed dimension. */
template <int EDGE, typename Factor>
inline void storePlanes(Factor* to, long plane, const Lanes (*parts)[EDGE][EDGE]) {
  for (int tap = 0; tap < EDGE * EDGE; tap++) {
    Lanes column[DEPTH<Factor>];
    for (int part = 0; part < DEPTH<Factor>; part++) column[part] = parts[part][tap / EDGE][tap % EDGE];
    storeAcross(to + tap * plane, column);
  }
}

/** G g Gᵀ of one kernel a lane: taps of w [3, 3, C, K] from `w` on, `step` floats apart. */
template <int OUT>
inline void weightFactors(const float* w, long step, Lanes u[SIZE<OUT>][SIZE<OUT>]) {
  Lanes g[3][3];
  for (int tap = 0; tap < 9; tap++) g[tap / 3][tap % 3] = load(w + tap * step);
  both<3, SIZE<OUT>>(g, u, Along<OUT>::weights);
}

/** Factors of w [3, 3, C, K] for the way forward: [TAPS][panels of K][C][width of the panel]. */
template <int OUT, typename Factor>
void winogradWeights(long C, long K, const float* w, void* to) {
  constexpr int EDGE = SIZE<OUT>;
  const long depth = C / DEPTH<Factor>, plane = depth * K;
  Factor* factors = static_cast<Factor*>(to);
#pragma omp parallel for schedule(static)
  for (long i = 0; i < depth; i++) {
    for (long k = 0; k < K; k += LANES) {
      Lanes u[DEPTH<Factor>][EDGE][EDGE];
      for (int part = 0; part < DEPTH<Factor>; part++) weightFactors<OUT>(w + (i * DEPTH<Factor> + part) * K + k, C * K, u[part]);
      storePlanes(factors + placeInPanels(i, k, depth, K), plane, u);
    }
  }
}

/** w [3, 3, C, K] for LANES channels from c on and LANES of K from k on, as far as there are any: to [9][K][C], turned by half a circle. */
inline void turnedKernels(long C, long K, const float* w, long c, long k, float to[9][LANES][LANES]) {
  for (int tap = 0; tap < 9; tap++) {
    const float* from = w + ((8 - tap) * C + c) * K + k;
    for (long channel = 0; channel < LANES; channel++)
      for (long i = 0; i < LANES; i++) to[tap][i][channel] = from[channel * K + i];
  }
}

/** For the way back to the input: K comes in, C goes out, kernels are turned by half a circle. [TAPS][panels of C][K][width of the panel]. */
template <int OUT, typename Factor>
void winogradWeightsBack(long C, long K, const float* w, void* to) {
  constexpr int EDGE = SIZE<OUT>;
  const long depth = K / DEPTH<Factor>, plane = depth * C;
  Factor* factors = static_cast<Factor*>(to);
#pragma omp parallel for schedule(static) collapse(2)
  for (long c = 0; c < C; c += LANES) {
    for (long k = 0; k < K; k += LANES) {
      float kernels[9][LANES][LANES];
      turnedKernels(C, K, w, c, k, kernels);
      for (long i = 0; i < LANES; i += DEPTH<Factor>) {
        Lanes u[DEPTH<Factor>][EDGE][EDGE];
        for (int part = 0; part < DEPTH<Factor>; part++) weightFactors<OUT>(kernels[0][i + part], LANES * LANES, u[part]);
        storePlanes(factors + placeInPanels((k + i) / DEPTH<Factor>, c, depth, C), plane, u);
      }
    }
  }
}

}  // namespace
}  // namespace unlabeled
