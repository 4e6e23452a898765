// What products are made of: floats, or pairs of bfloat16 whose two products are added in one instruction.
#pragma once
#include "lanes.h"

namespace unlabeled {
namespace {

/** Two neighbours along the dimension that is summed over, the first in the lower half. */
struct Pair {
  uint32_t bits;
};

/** How many numbers along the dimension that is summed over are in one factor. */
template <typename Factor>
constexpr long DEPTH = 1;
template <>
constexpr long DEPTH<Pair> = 2;

/** Numbers that follow one another along the summed dimension. */
inline void storeAlong(float* to, Lanes lanes) { store(to, lanes); }
inline void storeAlong(Pair* to, Lanes lanes) { store(reinterpret_cast<bf16*>(to), lanes); }

/** Columns, with the next one or two numbers of the summed dimension in each. */
inline void storeAcross(float* to, const Lanes* lanes) { store(to, lanes[0]); }
inline void storeAcross(Pair* to, const Lanes* lanes) {
  const LaneWords words = __builtin_convertvector(rounded(lanes[0]), LaneWords) | (__builtin_convertvector(rounded(lanes[1]), LaneWords) << 16);
  __builtin_memcpy(to, &words, sizeof words);
}

inline void multiplyAdd(Lanes& sum, const float* left, const float* right) { sum += broadcast(*left) * load(right); }

#ifdef __AVX512BF16__
inline void multiplyAdd(Lanes& sum, const Pair* left, const Pair* right) {
  const __m512i one = _mm512_set1_epi32(int(left->bits)), several = _mm512_loadu_si512(right);
  sum = (Lanes)_mm512_dpbf16_ps((__m512)sum, (__m512bh)one, (__m512bh)several);
}
using HalfFactor = Pair;
#else
using HalfFactor = float;  // images in bfloat16 are multiplied in float32
#endif

}  // namespace
}  // namespace unlabeled
