// What tensors are stored as.
#pragma once
#include <cstdint>

namespace unlabeled {

/** The upper half of a float: 8 bits of exponent, 7 of mantissa. */
struct bf16 {
  uint16_t bits;
};

}  // namespace unlabeled
