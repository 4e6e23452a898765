// The transforms of Winograd's F(2x2, 3x3) and F(4x4, 3x3) on as many channels at once as there are lanes.
// Lavin and Gray, Fast Algorithms for Convolutional Neural Networks, 2015, sections 4.1 to 4.3, whose names they have here.
#pragma once
#include "lanes.h"

namespace unlabeled {
namespace {

/** Pixels of a tile in each direction, of which OUT x OUT are outputs. */
template <int OUT>
constexpr int SIZE = OUT + 2;

/** Products of a tile. */
template <int OUT>
constexpr long TAPS = SIZE<OUT> * SIZE<OUT>;

/** The transforms along one direction. */
template <int OUT>
struct Along;

template <>
struct Along<2> {
  /** Bᵀ d. */
  static void input(const Lanes d[4], Lanes to[4]) {
    to[0] = d[0] - d[2];
    to[1] = d[1] + d[2];
    to[2] = d[2] - d[1];
    to[3] = d[1] - d[3];
  }
  /** Aᵀ m. */
  static void output(const Lanes m[4], Lanes to[2]) {
    to[0] = m[0] + m[1] + m[2];
    to[1] = m[1] - m[2] - m[3];
  }
  /** A d. */
  static void gradient(const Lanes d[2], Lanes to[4]) {
    to[0] = d[0];
    to[1] = d[0] + d[1];
    to[2] = d[0] - d[1];
    to[3] = -d[1];
  }
  /** G g. */
  static void weights(const Lanes g[3], Lanes to[4]) {
    const Lanes sum = (g[0] + g[2]) * 0.5f, half = g[1] * 0.5f;
    to[0] = g[0];
    to[1] = sum + half;
    to[2] = sum - half;
    to[3] = g[2];
  }
  /** Gᵀ u. */
  static void weightGradient(const Lanes u[4], Lanes to[3]) {
    const Lanes sum = (u[1] + u[2]) * 0.5f;
    to[0] = u[0] + sum;
    to[1] = (u[1] - u[2]) * 0.5f;
    to[2] = sum + u[3];
  }
};

template <>
struct Along<4> {
  static void input(const Lanes d[6], Lanes to[6]) {
    const Lanes even = d[4] - 4.0f * d[2], odd = d[3] - 4.0f * d[1], difference = d[4] - d[2], twice = 2.0f * (d[3] - d[1]);
    to[0] = 4.0f * d[0] - 5.0f * d[2] + d[4];
    to[1] = even + odd;
    to[2] = even - odd;
    to[3] = difference + twice;
    to[4] = difference - twice;
    to[5] = 4.0f * d[1] - 5.0f * d[3] + d[5];
  }
  static void output(const Lanes m[6], Lanes to[4]) {
    const Lanes sum = m[1] + m[2], difference = m[1] - m[2], farSum = m[3] + m[4], farDifference = m[3] - m[4];
    to[0] = m[0] + sum + farSum;
    to[1] = difference + 2.0f * farDifference;
    to[2] = sum + 4.0f * farSum;
    to[3] = difference + 8.0f * farDifference + m[5];
  }
  static void gradient(const Lanes d[4], Lanes to[6]) {
    const Lanes even = d[0] + d[2], odd = d[1] + d[3], farEven = d[0] + 4.0f * d[2], farOdd = 2.0f * d[1] + 8.0f * d[3];
    to[0] = d[0];
    to[1] = even + odd;
    to[2] = even - odd;
    to[3] = farEven + farOdd;
    to[4] = farEven - farOdd;
    to[5] = d[3];
  }
  static void weights(const Lanes g[3], Lanes to[6]) {
    const Lanes even = (g[0] + g[2]) * (-1 / 6.0f), odd = g[1] * (-1 / 6.0f);
    const Lanes farEven = g[0] * (1 / 24.0f) + g[2] * (1 / 6.0f), farOdd = g[1] * (1 / 12.0f);
    to[0] = g[0] * 0.25f;
    to[1] = even + odd;
    to[2] = even - odd;
    to[3] = farEven + farOdd;
    to[4] = farEven - farOdd;
    to[5] = g[2];
  }
  static void weightGradient(const Lanes u[6], Lanes to[3]) {
    const Lanes sum = (u[1] + u[2]) * (1 / 6.0f), farSum = u[3] + u[4];
    to[0] = u[0] * 0.25f - sum + farSum * (1 / 24.0f);
    to[1] = (u[2] - u[1]) * (1 / 6.0f) + (u[3] - u[4]) * (1 / 12.0f);
    to[2] = farSum * (1 / 6.0f) - sum + u[5];
  }
};

/** A transform along the columns of a square, then along its rows. */
template <int FROM, int TO>
__attribute__((always_inline)) inline void both(const Lanes from[FROM][FROM], Lanes to[TO][TO], void (*along)(const Lanes*, Lanes*)) {
  Lanes rows[FROM][TO];  // transposed
#pragma GCC unroll 6
  for (int column = 0; column < FROM; column++) {
    Lanes one[FROM];
#pragma GCC unroll 6
    for (int row = 0; row < FROM; row++) one[row] = from[row][column];
    along(one, rows[column]);
  }
#pragma GCC unroll 6
  for (int row = 0; row < TO; row++) {
    Lanes one[FROM];
#pragma GCC unroll 6
    for (int column = 0; column < FROM; column++) one[column] = rows[column][row];
    along(one, to[row]);
  }
}

}  // namespace
}  // namespace unlabeled
