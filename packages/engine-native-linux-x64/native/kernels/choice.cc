#include <oneapi/dnnl/dnnl.hpp>

#include "kernels.h"

namespace unlabeled {

extern const Kernels kernels_sse2, kernels_avx2, kernels_avx512, kernels_avx512bf16;

const Kernels& kernels() {
  static const Kernels& chosen = [&]() -> const Kernels& {
    using isa = dnnl::cpu_isa;
    switch (dnnl::get_effective_cpu_isa()) {  // what the processor has, cut down to ONEDNN_MAX_CPU_ISA
      case isa::isa_default:
      case isa::sse41:
      case isa::avx: return kernels_sse2;
      case isa::avx2:
      case isa::avx2_vnni:
      case isa::avx2_vnni_2: return kernels_avx2;
      case isa::avx512_core:
      case isa::avx512_core_vnni: return kernels_avx512;
      default: return kernels_avx512bf16;
    }
  }();
  return chosen;
}

bool hasMatrixUnit() {
  const int amx = int(dnnl::cpu_isa::avx512_core_amx);
  return (int(dnnl::get_effective_cpu_isa()) & amx) == amx;
}

}  // namespace unlabeled
