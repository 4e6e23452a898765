// The inner part of products of matrices: tiles of the result that stay in registers.
#pragma once
#include "factor.h"

namespace unlabeled {
namespace {

/** Columns of the right matrix that lie together; in the last panel half of them, if no more are left. */
constexpr long PANEL = 32;

inline long panelsOf(long channels) { return (channels + PANEL - 1) / PANEL; }

/** Columns of a panel of channels in sixteens: PANEL or half of it. */
inline long widthOf(long channels, long panel) { return smaller(PANEL, channels - panel * PANEL); }

/** Where a row's column `channel` lies in [panels][rows][width of the panel]. */
inline long placeInPanels(long row, long channel, long rows, long channels) {
  const long panel = channel / PANEL;
  return panel * PANEL * rows + row * widthOf(channels, panel) + channel % PANEL;
}

#ifdef __AVX512F__
constexpr int ROWS = 8, COLUMNS = 2;  // vectors of sums: 16 of 32 registers, as many as hide the latency
#else
constexpr int ROWS = 4, COLUMNS = 2;  // 8 of 16
#endif

/** The left matrix, rows and columns any distance apart. */
template <typename Factor>
struct LeftMatrix {
  const Factor* begin;
  long row, column;
};

/** out [ROWS][COLUMNS * LANES] = or += a [ROWS][depth] b [depth][COLUMNS * LANES], in factors; rows of b and out WIDTH apart. */
template <bool ADD, long WIDTH, int ROWS, int COLUMNS, typename Factor>
inline void productTile(const LeftMatrix<Factor>& a, const Factor* b, long depth, float* out) {
  constexpr int GROUP = 4;  // rows that one pointer and three distances reach: pointers to all would not stay in registers
  const Factor* rows[ROWS / GROUP];
  for (int i = 0; i < ROWS / GROUP; i++) rows[i] = a.begin + i * GROUP * a.row;
  Lanes sums[ROWS][COLUMNS] = {};
  for (long p = 0; p < depth; p++, b += WIDTH) {
#pragma GCC unroll 16
    for (int row = 0; row < ROWS; row++)
#pragma GCC unroll 2
      for (int column = 0; column < COLUMNS; column++) multiplyAdd(sums[row][column], rows[row / GROUP] + row % GROUP * a.row, b + column * LANES);
#pragma GCC unroll 4
    for (int i = 0; i < ROWS / GROUP; i++) rows[i] += a.column;
  }
#pragma GCC unroll 16
  for (int row = 0; row < ROWS; row++)
#pragma GCC unroll 2
    for (int column = 0; column < COLUMNS; column++) {
      float* to = out + row * WIDTH + column * LANES;
      store(to, ADD ? load(to) + sums[row][column] : sums[row][column]);
    }
}

/** out [rows][WIDTH] = or += a [rows][depth] b [depth][WIDTH]; rows in as many as ROWS. */
template <bool ADD, long WIDTH, typename Factor>
inline void productPanel(LeftMatrix<Factor> a, const Factor* b, long depth, long rows, float* out) {
  constexpr int ACROSS = WIDTH < COLUMNS * LANES ? 1 : COLUMNS, DOWN = ROWS * COLUMNS / ACROSS;
  const auto each = [&](auto down) {
    for (; rows >= down.value; rows -= down.value, a.begin += down.value * a.row, out += down.value * WIDTH)
      for (long column = 0; column < WIDTH; column += ACROSS * LANES) productTile<ADD, WIDTH, down.value, ACROSS>(a, b + column, depth, out + column);
  };
  each(Count<DOWN>{});
  if (DOWN > ROWS) each(Count<ROWS>{});
}

/** The same of a panel `width` wide: PANEL or half of it. */
template <bool ADD, typename Factor>
inline void productPanel(const LeftMatrix<Factor>& a, const Factor* b, long depth, long width, long rows, float* out) {
  if (width == PANEL) productPanel<ADD, PANEL>(a, b, depth, rows, out);
  else productPanel<ADD, PANEL / 2>(a, b, depth, rows, out);
}

}  // namespace
}  // namespace unlabeled
