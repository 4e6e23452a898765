// Weights for Winograd's F(2x2, 3x3).
#pragma once
#include "winograd.h"

namespace unlabeled {
namespace {

/** Sixteen factors in each of the planes, of one number or two along the summed dimension. */
template <typename Factor>
inline void storePlanes(Factor* to, long plane, const Lanes (*parts)[4][4]) {
  for (int tap = 0; tap < TAPS; tap++) {
    Lanes column[DEPTH<Factor>];
    for (int part = 0; part < DEPTH<Factor>; part++) column[part] = parts[part][tap / 4][tap % 4];
    storeAcross(to + tap * plane, column);
  }
}

/** G g Gᵀ of one kernel a lane: taps of w [3, 3, C, K] from `w` on, `step` floats apart. */
inline void weightFactors(const float* w, long step, Lanes u[4][4]) {
  Lanes g[3][3];
  for (int tap = 0; tap < 9; tap++) g[tap / 3][tap % 3] = load(w + tap * step);
  transformWeights(g, u);
}

/** Factors of w [3, 3, C, K] for the way forward: [16][panels of K][C][PANEL]; channels past the last are 0. */
template <typename Factor>
void winogradWeights(long C, long K, const float* w, void* to) {
  const long depth = C / DEPTH<Factor>, panels = panelsOf(K), plane = panels * depth * PANEL;
  Factor* factors = static_cast<Factor*>(to);
  if (K % PANEL != 0) __builtin_memset(to, 0, TAPS * plane * sizeof(Factor));
#pragma omp parallel for schedule(static)
  for (long i = 0; i < depth; i++) {
    for (long k = 0; k < K; k += LANES) {
      Lanes u[DEPTH<Factor>][4][4];
      for (int part = 0; part < DEPTH<Factor>; part++) weightFactors(w + (i * DEPTH<Factor> + part) * K + k, C * K, u[part]);
      storePlanes(factors + (k / PANEL * depth + i) * PANEL + k % PANEL, plane, u);
    }
  }
}

inline void storeOne(float* factors, long at, float value) { factors[at] = value; }
inline void storeOne(Pair* factors, long at, float value) { store(reinterpret_cast<bf16*>(factors) + at, broadcast(value), 1); }

/** For the way back to the input, where K comes in, C goes out, and kernels are turned by half a circle: [16][panels of C][K][PANEL]. */
template <typename Factor>
void winogradWeightsBack(long C, long K, const float* w, void* to) {
  const long depth = K / DEPTH<Factor>, panels = panelsOf(C), plane = panels * depth * PANEL;
  Factor* factors = static_cast<Factor*>(to);
  if (C % PANEL != 0) __builtin_memset(to, 0, TAPS * plane * sizeof(Factor));
#pragma omp parallel for schedule(static)
  for (long k = 0; k < K; k += LANES) {
    for (long c = 0; c < C; c++) {
      Lanes u[4][4];
      weightFactors(w + (8 * C + c) * K + k, -C * K, u);
      for (int tap = 0; tap < TAPS; tap++) {
        Factor* column = factors + tap * plane + (c / PANEL * depth + k / DEPTH<Factor>) * PANEL + c % PANEL;
        for (long lane = 0; lane < LANES; lane++) storeOne(column + lane / DEPTH<Factor> * PANEL, lane % DEPTH<Factor>, u[tap / 4][tap % 4][lane]);
      }
    }
  }
}

}  // namespace
}  // namespace unlabeled
