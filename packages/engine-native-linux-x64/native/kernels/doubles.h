// As many doubles as there are lanes, for sums and for what floats are too coarse for.
#pragma once
#include "lanes.h"

namespace unlabeled {
namespace {

typedef double HalfDoubles __attribute__((vector_size(sizeof(Lanes))));
typedef float HalfLanes __attribute__((vector_size(sizeof(Lanes) / 2)));
typedef int32_t HalfLaneBits __attribute__((vector_size(sizeof(Lanes) / 2)));

struct Doubles {
  HalfDoubles low, high;

  Doubles() : low{}, high{} {}
  Doubles(HalfDoubles low, HalfDoubles high) : low(low), high(high) {}
  explicit Doubles(double value) : low(value - HalfDoubles{}), high(low) {}
  explicit Doubles(Lanes lanes) {
    HalfLanes halves[2];
    __builtin_memcpy(halves, &lanes, sizeof lanes);
    low = __builtin_convertvector(halves[0], HalfDoubles);
    high = __builtin_convertvector(halves[1], HalfDoubles);
  }

  /** Rounded. */
  Lanes lanes() const { return joined<Lanes>(__builtin_convertvector(low, HalfLanes), __builtin_convertvector(high, HalfLanes)); }
  /** Of doubles that are small integers. */
  LaneBits integers() const {
    return joined<LaneBits>(__builtin_convertvector(low, HalfLaneBits), __builtin_convertvector(high, HalfLaneBits));
  }
  void store(double to[LANES]) const { __builtin_memcpy(to, this, sizeof *this); }

 private:
  template <typename Whole, typename Half>
  static Whole joined(Half low, Half high) {
    const Half halves[2] = {low, high};
    Whole whole;
    __builtin_memcpy(&whole, halves, sizeof whole);
    return whole;
  }
};

inline Doubles operator+(Doubles a, Doubles b) { return {a.low + b.low, a.high + b.high}; }
inline Doubles operator-(Doubles a, Doubles b) { return {a.low - b.low, a.high - b.high}; }
inline Doubles operator*(Doubles a, Doubles b) { return {a.low * b.low, a.high * b.high}; }
inline Doubles operator+(Doubles a, double b) { return {a.low + b, a.high + b}; }
inline Doubles operator-(Doubles a, double b) { return {a.low - b, a.high - b}; }
inline Doubles operator*(Doubles a, double b) { return {a.low * b, a.high * b}; }

}  // namespace
}  // namespace unlabeled
