// Sixteen floats at once, in whatever registers the instruction set has. Included by the kernels only, which are
// compiled once an instruction set: everything here has internal linkage, or the linker would keep one copy for all.
#pragma once
#include "storage.h"

namespace unlabeled {
namespace {

typedef float Lanes __attribute__((vector_size(64)));
typedef int32_t LaneBits __attribute__((vector_size(64)));
typedef uint32_t LaneWords __attribute__((vector_size(64)));
typedef uint16_t LaneHalves __attribute__((vector_size(32)));

constexpr long LANES = 16;

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

/** Rounds to the nearest, ties to even; NaN stays NaN. */
inline void store(bf16* to, Lanes lanes) {
  LaneWords words = (LaneWords)lanes;
  LaneWords rounded = (words + 0x7fff + ((words >> 16) & 1)) >> 16;
  LaneWords quiet = (words >> 16) | 0x40;
  LaneWords kept = lanes == lanes ? rounded : quiet;
  LaneHalves halves = __builtin_convertvector(kept, LaneHalves);
  __builtin_memcpy(to, &halves, sizeof halves);
}

/** The first `count` < 16 lanes; the others are 0. */
template <typename T>
inline Lanes load(const T* from, long count) {
  T elements[LANES] = {};
  __builtin_memcpy(elements, from, count * sizeof(T));
  return load(elements);
}

template <typename T>
inline void store(T* to, Lanes lanes, long count) {
  T elements[LANES];
  store(elements, lanes);
  __builtin_memcpy(to, elements, count * sizeof(T));
}

inline Lanes maximum(Lanes a, Lanes b) { return a > b ? a : b; }

inline long smaller(long a, long b) { return a < b ? a : b; }

}  // namespace
}  // namespace unlabeled
