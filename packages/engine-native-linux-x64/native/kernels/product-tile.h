// The inner part of products of matrices: a tile of the result that stays in registers.
#pragma once
#include "factor.h"

namespace unlabeled {
namespace {

#ifdef __AVX512F__
constexpr int ROWS = 8, COLUMNS = 2;  // 16 of 32 registers: as many as hide the latency
#else
constexpr int ROWS = 4, COLUMNS = 2;  // 8 of 16
#endif

/** Columns of the right matrix that lie together. */
constexpr long PANEL = 32;

inline long panelsOf(long channels) { return (channels + PANEL - 1) / PANEL; }

/** out [ROWS][COLUMNS * LANES] = or += a [ROWS][depth] b [depth][PANEL], in factors; rows and columns of a any distance apart. */
template <bool ADD, typename Factor>
inline void productStrip(const Factor* a, long aRow, long aColumn, const Factor* b, long depth, float* out) {
  Lanes sums[ROWS][COLUMNS] = {};
  for (long p = 0; p < depth; p++, a += aColumn, b += PANEL) {
#pragma GCC unroll 8
    for (int row = 0; row < ROWS; row++)
#pragma GCC unroll 2
      for (int column = 0; column < COLUMNS; column++) multiplyAdd(sums[row][column], a + row * aRow, b + column * LANES);
  }
#pragma GCC unroll 8
  for (int row = 0; row < ROWS; row++)
#pragma GCC unroll 2
    for (int column = 0; column < COLUMNS; column++) {
      float* to = out + row * PANEL + column * LANES;
      store(to, ADD ? load(to) + sums[row][column] : sums[row][column]);
    }
}

/** The same over a whole panel: out [ROWS][PANEL]. */
template <bool ADD, typename Factor>
inline void productTile(const Factor* a, long aRow, long aColumn, const Factor* b, long depth, float* out) {
  for (long column = 0; column < PANEL; column += COLUMNS * LANES) productStrip<ADD>(a, aRow, aColumn, b + column, depth, out + column);
}

}  // namespace
}  // namespace unlabeled
