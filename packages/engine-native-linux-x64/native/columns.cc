#include "columns.h"

#include "kernels/kernels.h"

namespace unlabeled {

namespace {

using dnnl::memory;

struct ColumnsPlan : Plan {
  dnnl::matmul product;
  memory::desc windows, maps, gradient, scratchpad;
};

ColumnsPlan& planOf(OneDnn& onednn, const ConvolutionShape& shape, bool halves) {
  return onednn.plan<ColumnsPlan>(keyOf('w', shape, halves), [&] {
    auto plan = std::make_unique<ColumnsPlan>();
    const auto type = halves ? memory::data_type::bf16 : memory::data_type::f32;
    const memory::dim taps = memory::dim(shape.kernelH) * shape.kernelW * shape.C, rows = memory::dim(shape.N) * shape.outH * shape.outW, D = shape.D;
    plan->windows = memory::desc({taps, rows}, type, memory::dims{1, taps});  // transposed
    plan->maps = memory::desc({rows, D}, type, memory::format_tag::ab);
    plan->gradient = memory::desc({taps, D}, memory::data_type::f32, memory::format_tag::ab);
    const dnnl::matmul::primitive_desc desc(onednn.engine, plan->windows, plan->maps, plan->gradient, OneDnn::attributes());
    plan->product = dnnl::matmul(desc);
    plan->scratchpad = desc.scratchpad_desc();
    return plan;
  });
}

}  // namespace

void columnsWeightGradient(OneDnn& onednn, const ConvolutionShape& shape, bool halves, const void* x, const void* dy, float* dw) {
  ColumnsPlan& plan = planOf(onednn, shape, halves);
  // the windows lie behind the scratchpad
  const size_t padding = (plan.scratchpad.get_size() + 4095) / 4096 * 4096;
  char* windows = static_cast<char*>(onednn.scratch(padding + plan.windows.get_size())) + padding;
  kernels().columns({shape.N, shape.H, shape.W, shape.C, shape.outH, shape.outW, shape.kernelH, shape.kernelW, shape.strideH, shape.strideW,
                     shape.dilationH, shape.dilationW, shape.top, shape.left, halves ? 2 : 4},
                    x, windows);
  onednn.run(plan.product, plan.scratchpad,
             {{DNNL_ARG_SRC, onednn.memory(plan.windows, windows)}, {DNNL_ARG_WEIGHTS, onednn.memory(plan.maps, dy)}, {DNNL_ARG_DST, onednn.memory(plan.gradient, dw)}});
}

}  // namespace unlabeled
