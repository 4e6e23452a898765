// What the processor's cores can multiply at most: fused multiply-adds on registers, as many at a time as keep the pipes full. Prints
// GFLOP/s of float32 and, where the processor has it, of bfloat16. peak.js compiles and runs it.
#include <immintrin.h>
#include <omp.h>

#include <algorithm>
#include <chrono>
#include <cstdio>

constexpr long ROUNDS = 4000000;
constexpr int CHAINS = 16, ATTEMPTS = 7;

#define CHAIN(i, operation) asm volatile(operation " %1, %2, %0" : "+v"(sums[i]) : "v"(a), "v"(b));
#define FOUR(i, operation) CHAIN(i, operation) CHAIN(i + 1, operation) CHAIN(i + 2, operation) CHAIN(i + 3, operation)
#define ALL(operation) FOUR(0, operation) FOUR(4, operation) FOUR(8, operation) FOUR(12, operation)

#define MEASURE(name, features, vector, operation, flopsOfOne)                                                                   \
  __attribute__((target(features))) void name(const char* what) {                                                                \
    double best = 0;                                                                                                           \
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {                                                                     \
      const auto start = std::chrono::steady_clock::now();                                                                     \
      _Pragma("omp parallel") {                                                                                                \
        vector sums[CHAINS] = {}, a = {}, b = {};                                                                              \
        for (long round = 0; round < ROUNDS; round++) { ALL(operation) }                                                       \
      }                                                                                                                        \
      const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();                  \
      best = std::max(best, double(omp_get_max_threads()) * ROUNDS * CHAINS * (flopsOfOne) / seconds / 1e9);                   \
    }                                                                                                                          \
    std::printf("%s: %.0f GFLOP/s on %d threads\n", what, best, omp_get_max_threads());                                        \
  }

MEASURE(avx2, "avx2,fma", __m256, "vfmadd231ps", 16)
MEASURE(avx512, "avx512f", __m512, "vfmadd231ps", 32)
MEASURE(halves, "avx512f,avx512bf16", __m512, "vdpbf16ps", 64)

int main() {
  if (__builtin_cpu_supports("avx512f")) avx512("float32");
  else avx2("float32");
  if (__builtin_cpu_supports("avx512bf16")) halves("bfloat16");
}
