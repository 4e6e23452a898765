// As many floats as one register holds. Wider vectors than that live in memory, and GCC takes their comparisons apart.
// Included by the kernels only, which are compiled once an instruction set: everything here has internal linkage, or the
// linker would keep one copy for all.
#pragma once
#ifdef __AVX512BF16__
#include <immintrin.h>
#endif

#include "storage.h"

namespace unlabeled {
namespace {

#if defined(__AVX512F__)
constexpr long LANES = 16;
#elif defined(__AVX2__)
constexpr long LANES = 8;
#else
constexpr long LANES = 4;
#endif

typedef float Lanes __attribute__((vector_size(4 * LANES)));
typedef int32_t LaneBits __attribute__((vector_size(4 * LANES)));
typedef uint32_t LaneWords __attribute__((vector_size(4 * LANES)));
typedef uint16_t LaneHalves __attribute__((vector_size(2 * LANES)));

inline Lanes broadcast(float value) { return value - Lanes{}; }

inline Lanes load(const float* from) {
  Lanes lanes;
  __builtin_memcpy(&lanes, from, sizeof lanes);
  return lanes;
}

inline Lanes load(const bf16* from) {
  LaneHalves halves;
  __builtin_memcpy(&halves, from, sizeof halves);
  return (Lanes)(__builtin_convertvector(halves, LaneWords) << 16);
}

inline void store(float* to, Lanes lanes) { __builtin_memcpy(to, &lanes, sizeof lanes); }

/** Upper halves of floats, rounded to the nearest, ties to even; NaN stays NaN. */
inline LaneHalves rounded(Lanes lanes) {
#ifdef __AVX512BF16__
  return (LaneHalves)_mm512_cvtneps_pbh((__m512)lanes);  // denormal numbers become 0
#else
  const LaneWords words = (LaneWords)lanes;
  const LaneWords nearest = (words + 0x7fff + ((words >> 16) & 1)) >> 16, quiet = (words >> 16) | 0x40;
  const LaneWords kept = lanes == lanes ? nearest : quiet;
  return __builtin_convertvector(kept, LaneHalves);
#endif
}

inline void store(bf16* to, Lanes lanes) {
  const LaneHalves halves = rounded(lanes);
  __builtin_memcpy(to, &halves, sizeof halves);
}

/** The first `count` elements, or as many as there are lanes; the others are 0 and not touched. */
template <typename T>
inline Lanes load(const T* from, long count) {
  if (count >= LANES) return load(from);
  T elements[LANES] = {};
  for (long i = 0; i < count; i++) elements[i] = from[i];
  return load(elements);
}

template <typename T>
inline void store(T* to, Lanes lanes, long count) {
  if (count >= LANES) return store(to, lanes);
  T elements[LANES];
  store(elements, lanes);
  for (long i = 0; i < count; i++) to[i] = elements[i];
}

inline Lanes maximum(Lanes a, Lanes b) { return a > b ? a : b; }

inline long smaller(long a, long b) { return a < b ? a : b; }

/** A number of vectors, as a type. */
template <int N>
struct Count {
  static constexpr int value = N;
};

/** Calls `body(first element, Count)` in steps of four vectors, then of one, of which the last may not be whole. */
template <typename Body>
inline void eachVectors(long elements, Body body) {
  long at = 0;
  for (; at + 4 * LANES <= elements; at += 4 * LANES) body(at, Count<4>{});
  for (; at < elements; at += LANES) body(at, Count<1>{});
}

}  // namespace
}  // namespace unlabeled
