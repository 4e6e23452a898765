// Truths: bytes of 0 or 1 in memory, and of no or all bits in the lanes.
#pragma once
#include "lanes.h"

namespace unlabeled {
namespace {

typedef uint8_t LaneBytes __attribute__((vector_size(sizeof(Lanes) / 4)));

inline void store(uint8_t* to, LaneBits truths) {
  const LaneBytes bytes = __builtin_convertvector(truths & 1, LaneBytes);
  __builtin_memcpy(to, &bytes, sizeof bytes);
}

inline void store(uint8_t* to, LaneBits truths, long count) {
  uint8_t bytes[LANES];
  store(bytes, truths);
  __builtin_memcpy(to, bytes, count);
}

}  // namespace
}  // namespace unlabeled
