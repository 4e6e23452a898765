// The transforms of Winograd's F(2x2, 3x3) on sixteen channels at once.
// Lavin and Gray, Fast Algorithms for Convolutional Neural Networks, 2015, section 4.1.
#pragma once
#include "lanes.h"

namespace unlabeled {
namespace {

constexpr long TAPS = 16;

/** Bᵀ d B of a 4x4 tile. */
inline void transformInput(Lanes d[4][4]) {
  for (int row = 0; row < 4; row++) {
    Lanes *r = d[row], a = r[0] - r[2], b = r[1] + r[2], c = r[2] - r[1], e = r[1] - r[3];
    r[0] = a, r[1] = b, r[2] = c, r[3] = e;
  }
  for (int column = 0; column < 4; column++) {
    Lanes p = d[0][column], q = d[1][column], r = d[2][column], s = d[3][column];
    d[0][column] = p - r, d[1][column] = q + r, d[2][column] = r - q, d[3][column] = q - s;
  }
}

/** Aᵀ m A: 2x2 outputs of a tile of 4x4 products. */
inline void transformOutput(const Lanes m[4][4], Lanes y[2][2]) {
  Lanes rows[2][4];
  for (int column = 0; column < 4; column++) {
    rows[0][column] = m[0][column] + m[1][column] + m[2][column];
    rows[1][column] = m[1][column] - m[2][column] - m[3][column];
  }
  for (int row = 0; row < 2; row++) {
    y[row][0] = rows[row][0] + rows[row][1] + rows[row][2];
    y[row][1] = rows[row][1] - rows[row][2] - rows[row][3];
  }
}

/** A d Aᵀ: 4x4 factors of a tile of 2x2 output gradients. */
inline void transformGradient(const Lanes d[2][2], Lanes m[4][4]) {
  Lanes rows[4][2];
  for (int column = 0; column < 2; column++) {
    Lanes p = d[0][column], q = d[1][column];
    rows[0][column] = p, rows[1][column] = p + q, rows[2][column] = p - q, rows[3][column] = -q;
  }
  for (int row = 0; row < 4; row++) {
    Lanes p = rows[row][0], q = rows[row][1];
    m[row][0] = p, m[row][1] = p + q, m[row][2] = p - q, m[row][3] = -q;
  }
}

/** G g Gᵀ: 4x4 factors of a 3x3 kernel. */
inline void transformWeights(const Lanes g[3][3], Lanes u[4][4]) {
  Lanes rows[4][3];
  for (int column = 0; column < 3; column++) {
    const Lanes sum = (g[0][column] + g[2][column]) * 0.5f, half = g[1][column] * 0.5f;
    rows[0][column] = g[0][column], rows[1][column] = sum + half, rows[2][column] = sum - half, rows[3][column] = g[2][column];
  }
  for (int row = 0; row < 4; row++) {
    const Lanes sum = (rows[row][0] + rows[row][2]) * 0.5f, half = rows[row][1] * 0.5f;
    u[row][0] = rows[row][0], u[row][1] = sum + half, u[row][2] = sum - half, u[row][3] = rows[row][2];
  }
}

/** Gᵀ u G: the 3x3 gradient of a kernel from 4x4 factors. */
inline void transformWeightGradient(const Lanes u[4][4], Lanes g[3][3]) {
  Lanes rows[3][4];
  for (int column = 0; column < 4; column++) {
    const Lanes sum = (u[1][column] + u[2][column]) * 0.5f, difference = (u[1][column] - u[2][column]) * 0.5f;
    rows[0][column] = u[0][column] + sum, rows[1][column] = difference, rows[2][column] = sum + u[3][column];
  }
  for (int row = 0; row < 3; row++) {
    const Lanes sum = (rows[row][1] + rows[row][2]) * 0.5f, difference = (rows[row][1] - rows[row][2]) * 0.5f;
    g[row][0] = rows[row][0] + sum, g[row][1] = difference, g[row][2] = sum + rows[row][3];
  }
}

}  // namespace
}  // namespace unlabeled
