// As many floats as one register holds. Wider vectors than that live in memory, not in registers, where sums shall stay.
// Included by the kernels only, which are compiled once an instruction set: internal linkage, as lanes.h.
#pragma once
#include "storage.h"

namespace unlabeled {
namespace {

#if defined(__AVX512F__)
constexpr int WIDTH = 16;
#elif defined(__AVX2__)
constexpr int WIDTH = 8;
#else
constexpr int WIDTH = 4;
#endif

typedef float Vector __attribute__((vector_size(4 * WIDTH)));
typedef int32_t VectorMask __attribute__((vector_size(4 * WIDTH)));
typedef uint32_t VectorWords __attribute__((vector_size(4 * WIDTH)));
typedef uint16_t VectorHalves __attribute__((vector_size(2 * WIDTH)));

inline Vector vectorOf(float value) { return value - Vector{}; }

inline Vector loadVector(const float* from) {
  Vector vector;
  __builtin_memcpy(&vector, from, sizeof vector);
  return vector;
}

inline Vector loadVector(const bf16* from) {
  VectorHalves halves;
  __builtin_memcpy(&halves, from, sizeof halves);
  return (Vector)(__builtin_convertvector(halves, VectorWords) << 16);
}

inline void storeVector(float* to, Vector vector) { __builtin_memcpy(to, &vector, sizeof vector); }

/** Rounds to the nearest, ties to even; NaN stays NaN. */
inline void storeVector(bf16* to, Vector vector) {
  VectorWords words = (VectorWords)vector;
  VectorWords rounded = (words + 0x7fff + ((words >> 16) & 1)) >> 16;
  VectorWords quiet = (words >> 16) | 0x40;
  VectorWords kept = vector == vector ? rounded : quiet;
  VectorHalves halves = __builtin_convertvector(kept, VectorHalves);
  __builtin_memcpy(to, &halves, sizeof halves);
}

/** The first `count` elements; the others are 0. Any count: those that are not there are not touched. */
template <typename T>
inline Vector loadVector(const T* from, long count) {
  if (count >= WIDTH) return loadVector(from);
  T elements[WIDTH] = {};
  for (long i = 0; i < count; i++) elements[i] = from[i];
  return loadVector(elements);
}

template <typename T>
inline void storeVector(T* to, Vector vector, long count) {
  if (count >= WIDTH) return storeVector(to, vector);
  T elements[WIDTH];
  storeVector(elements, vector);
  for (long i = 0; i < count; i++) to[i] = elements[i];
}

/** A number of vectors, as a type. */
template <int N>
struct Count {
  static constexpr int value = N;
};

/** Calls `body(first element, Count)` in steps of four vectors, then of one, of which the last may not be whole. */
template <typename Body>
inline void eachVectors(long elements, Body body) {
  long at = 0;
  for (; at + 4 * WIDTH <= elements; at += 4 * WIDTH) body(at, Count<4>{});
  for (; at < elements; at += WIDTH) body(at, Count<1>{});
}

}  // namespace
}  // namespace unlabeled
