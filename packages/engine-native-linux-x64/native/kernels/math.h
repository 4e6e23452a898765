// Functions of numbers, all lanes at once. Largest errors, over every 37th float and all instruction sets, in units of
// the last place (ulp): exp 1.1, expm1 1.7, log 0.8, log1p 1.5, tanh 1.4, sigmoid 2.4, softplus 2.0, erf 1.2, sin and
// cos 1.6, 1 / sqrt 1.5, pow 0.5. Infinities, zeros, denormal numbers and NaN give what C's functions give.
#pragma once
#include "doubles.h"
#include "lanes.h"

namespace unlabeled {
namespace {
namespace math {

constexpr float INF = __builtin_inff();
/** 1.5 · 2^23: added to a smaller number it leaves the nearest integer in the lowest bits. */
constexpr float ROUNDER = 12582912.0f;
/** Log 2 in two parts, the first of so few bits that its products with small integers are exact. */
constexpr float LOG_2 = 0.693359375f, LOG_2_REST = -2.12194440e-4f;

inline LaneBits bits(Lanes x) { return (LaneBits)x; }
inline LaneBits bits(float x) { return bits(broadcast(x)); }
inline Lanes abs(Lanes x) { return (Lanes)(bits(x) & 0x7fffffff); }
/** |x| with the sign of y, for x that is not negative. */
inline Lanes withSign(Lanes x, Lanes y) { return (Lanes)(bits(x) | (bits(y) & bits(-0.0f))); }

/** x within [low, high]; NaN stays NaN. */
inline Lanes clamp(Lanes x, float low, float high) {
  x = x > high ? broadcast(high) : x;
  return x < low ? broadcast(low) : x;
}

/** x 2^n for |n| < 250, in two steps, so that what is too small becomes a denormal number. */
inline Lanes scale(Lanes x, LaneBits n) {
  const LaneBits half = n >> 1;
  return x * (Lanes)((half + 127) << 23) * (Lanes)((n - half + 127) << 23);
}

/** exp(r) - 1 - r for |r| < 0.35, after Cephes. */
inline Lanes expRest(Lanes r) {
  Lanes p = r * 1.9875691500e-4f + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  return p * r * r;
}

/** exp(x) = 2^n exp(r). */
struct Exponent {
  LaneBits n;
  Lanes r;

  explicit Exponent(Lanes x) {
    const Lanes moved = x * 1.44269504f + ROUNDER, whole = moved - ROUNDER;
    n = bits(moved) - bits(ROUNDER);
    r = x - whole * LOG_2 - whole * LOG_2_REST;
  }
};

inline Lanes exp(Lanes x) {
  const Exponent e(clamp(x, -105, 89));
  return scale(expRest(e.r) + e.r + 1.0f, e.n);
}

inline Lanes expm1(Lanes x) {
  const Exponent e(clamp(x, -30, 89));
  const Lanes small = expRest(e.r) + e.r, half = (Lanes)((e.n + 126) << 23);  // 2^(n - 1), as 2^n may be infinite
  return e.n == 0 ? small : (half * small + (half - 0.5f)) * 2.0f;
}

inline Lanes log(Lanes x) {
  const LaneBits denormal = x < 1.17549435e-38f;
  const Lanes normal = denormal ? x * 8388608.0f : x;
  // normal = m 2^n with m within [√½, √2)
  LaneBits n = (bits(normal) - bits(0.70710677f)) >> 23;
  const Lanes m = (Lanes)(bits(normal) - (n << 23)) - 1.0f;
  n += denormal & -23;
  const Lanes exponent = __builtin_convertvector(n, Lanes), square = m * m;
  Lanes p = m * 7.0376836292e-2f - 1.1514610310e-1f;  // after Cephes
  p = p * m + 1.1676998740e-1f;
  p = p * m - 1.2420140846e-1f;
  p = p * m + 1.4249322787e-1f;
  p = p * m - 1.6668057665e-1f;
  p = p * m + 2.0000714765e-1f;
  p = p * m - 2.4999993993e-1f;
  p = p * m + 3.3333331174e-1f;
  p = p * m * square + exponent * LOG_2_REST - square * 0.5f;
  Lanes y = p + m + exponent * LOG_2;
  y = x < INF ? y : x;
  return x > 0 ? y : x == 0 ? broadcast(-INF) : broadcast(__builtin_nanf(""));
}

inline Lanes log1p(Lanes x) {
  const Lanes sum = x + 1.0f, back = sum - 1.0f;
  const Lanes lost = (1.0f - (sum - back)) + (x - back);  // what the sum has rounded away
  const Lanes y = log(sum);
  return (sum > 0) & (sum < INF) ? y + lost / sum : y;
}

inline Lanes tanh(Lanes x) {
  const Lanes size = abs(x), square = x * x;
  Lanes p = square * -5.70498872745e-3f + 2.06390887954e-2f;  // after Cephes
  p = p * square - 5.37397155531e-2f;
  p = p * square + 1.33314422036e-1f;
  p = p * square - 3.33332819422e-1f;
  const Lanes large = 1.0f - 2.0f / (exp(size * 2.0f) + 1.0f);
  return size < 0.625f ? p * square * x + x : withSign(large, x);
}

inline Lanes sigmoid(Lanes x) {
  const Lanes e = exp(-abs(x));
  return (x < 0 ? e : broadcast(1)) / (e + 1.0f);
}

/** log(1 + exp(x)). */
inline Lanes softplus(Lanes x) { return log1p(exp(-abs(x))) + (x < 0 ? Lanes{} : x); }

/** After N. Juffa. */
inline Lanes erf(Lanes x) {
  const Lanes size = abs(x), square = x * x;
  Lanes small = square * -5.96761703e-4f + 4.99119423e-3f;
  small = small * square - 2.67681349e-2f;
  small = small * square + 1.12819925e-1f;
  small = small * square - 3.76125336e-1f;
  small = small * square + 1.28379166e-1f;
  const Lanes upper = size * -1.72853470e-5f + 3.83197126e-4f, lower = size * -3.88396438e-3f + 2.42546219e-2f;
  Lanes large = upper * square + lower;
  large = large * size - 1.06777877e-1f;
  large = large * size - 6.34846687e-1f;
  large = large * size - 1.28717512e-1f;
  large = large * size - size;
  return size > 0.927734375f ? withSign(1.0f - exp(large), x) : small * x + x;
}

/** The cosine of x where QUARTER is 1, the sine where it is 0; both by Cephes's polynomials around multiples of π / 2. */
template <int QUARTER>
inline Lanes sine(Lanes x) {
  constexpr float LARGEST = 1e6f;
  const LaneBits far = ~(LaneBits)(abs(x) < LARGEST);  // NaN too
  const Doubles wide(far ? Lanes{} : x);
  const Doubles whole = (wide * 0.63661977236758134 + 6755399441055744.0) - 6755399441055744.0;
  const Lanes r = (wide - whole * 1.5707963267341256 - whole * 6.0771005065061922e-11).lanes();
  const LaneBits quarter = whole.integers() + QUARTER;
  const Lanes square = r * r;
  Lanes odd = square * -1.9515295891e-4f + 8.3321608736e-3f;
  odd = (odd * square - 1.6666654611e-1f) * square * r + r;
  Lanes even = square * 2.443315711809948e-5f - 1.388731625493765e-3f;
  even = (even * square + 4.166664568298827e-2f) * square * square - square * 0.5f + 1.0f;
  Lanes y = (quarter & 1) != 0 ? even : odd;
  y = (Lanes)(bits(y) ^ ((quarter & 2) << 30));
  for (long i = 0; i < LANES; i++) {
    if (far[i]) y[i] = float(QUARTER ? __builtin_cos(x[i]) : __builtin_sin(x[i]));
  }
  return y;
}

// one by one in the source; compilers make one instruction of each loop
inline Lanes sqrt(Lanes x) {
  for (long i = 0; i < LANES; i++) x[i] = __builtin_sqrtf(x[i]);
  return x;
}

inline Lanes floor(Lanes x) {
  for (long i = 0; i < LANES; i++) x[i] = __builtin_floorf(x[i]);
  return x;
}

inline Lanes ceil(Lanes x) {
  for (long i = 0; i < LANES; i++) x[i] = __builtin_ceilf(x[i]);
  return x;
}

/** As JavaScript has it: unlike C's, NaN where b is, and where |a| is 1 and b infinite. */
inline Lanes pow(Lanes a, Lanes b) {
  Lanes y;
  for (long i = 0; i < LANES; i++) y[i] = __builtin_powf(a[i], b[i]);
  return (b != b) | ((abs(b) == INF) & (abs(a) == 1.0f)) ? broadcast(__builtin_nanf("")) : y;
}

}  // namespace math
}  // namespace
}  // namespace unlabeled
