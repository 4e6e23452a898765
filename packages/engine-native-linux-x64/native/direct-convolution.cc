#include "direct-convolution.h"

#include <algorithm>
#include <string>

namespace unlabeled {

namespace {

using dnnl::memory;
using Type = memory::data_type;
using Tag = memory::format_tag;
using Shape = ConvolutionShape;

memory::desc imagesOf(const Shape& shape, Type type) { return {{shape.N / shape.fold, shape.C, shape.H, shape.W * shape.fold}, type, Tag::nhwc}; }

memory::desc mapsOf(const Shape& shape, Type type) { return {{shape.N / shape.fold, shape.D, shape.outH, shape.outW * shape.fold}, type, Tag::nhwc}; }

memory::dims weightDims(const Shape& shape) {
  if (shape.groups == 1) return {shape.D, shape.C, shape.kernelH, shape.kernelW};
  return {shape.groups, shape.D / shape.groups, shape.C / shape.groups, shape.kernelH, shape.kernelW};
}

/** [kh, kw, C / groups, D]. tfjs's depthwise kernels [kh, kw, C, multiplier] are this too: there C / groups is 1. */
memory::desc plainWeightsOf(const Shape& shape) {
  const memory::dim channel = shape.D, column = shape.C / shape.groups * channel, row = shape.kernelW * column;
  if (shape.groups == 1) return {weightDims(shape), Type::f32, memory::dims{1, channel, row, column}};
  return {weightDims(shape), Type::f32, memory::dims{shape.D / shape.groups, 1, channel, row, column}};
}

struct Window {
  memory::dims strides, dilations, before, after;

  explicit Window(const Shape& shape)
      : strides{shape.strideH, shape.strideW},
        dilations{shape.dilationH - 1, shape.dilationW * shape.fold - 1},
        before{shape.top, shape.left * shape.fold},
        after{shape.bottom, shape.right * shape.fold} {}
};

/**
 * Passes over what oneDNN 3.2 does wrong now and then where ONEDNN_MAX_CPU_ISA or the processor leaves no AVX-512: its brgconv, which
 * crashes on small shapes, and of 1x1 windows the weights' gradient, which is wrong in several threads with a stride above 1.
 */
template <typename Desc>
void avoidFaulty(Desc& desc, const Shape& shape, Direction direction) {
  const bool strided = direction == Direction::WEIGHT_GRADIENT && (shape.strideH > 1 || shape.strideW > 1);
  const auto isFaulty = [strided](const std::string& name) {
    const bool avx2 = name.find(":avx2") != std::string::npos;
    return avx2 && (name.find("brg") == 0 || (strided && name.find("1x1") != std::string::npos));
  };
  while (isFaulty(desc.impl_info_str())) {
    if (!desc.next_impl()) break;
  }
}

template <typename Desc>
void adopt(DirectConvolution& plan, const Desc& desc, const memory::desc& weights) {
  plan.primitive = dnnl::primitive(desc.get());
  plan.weights = weights;
  plan.scratchpad = desc.scratchpad_desc();
}

std::unique_ptr<DirectConvolution> makePlan(OneDnn& onednn, const Shape& shape, Direction direction, Type type) {
  auto plan = std::make_unique<DirectConvolution>();
  plan->direction = direction;
  plan->images = imagesOf(shape, type);
  plan->maps = mapsOf(shape, type);
  plan->plainWeights = plainWeightsOf(shape);
  const auto algorithm = dnnl::algorithm::convolution_direct;
  const auto attributes = OneDnn::attributes();
  const Window window(shape);
  const memory::desc weights(weightDims(shape), type, Tag::any), gradient(weightDims(shape), Type::f32, Tag::any);
  dnnl::convolution_forward::primitive_desc forward(onednn.engine, dnnl::prop_kind::forward_training, algorithm, plan->images, weights,
                                                          plan->maps, window.strides, window.dilations, window.before, window.after, attributes);
  if (direction == Direction::FORWARD) {
    avoidFaulty(forward, shape, direction);
    adopt(*plan, forward, forward.weights_desc());
  } else if (direction == Direction::INPUT_GRADIENT) {
    dnnl::convolution_backward_data::primitive_desc desc(onednn.engine, algorithm, plan->images, weights, plan->maps, window.strides,
                                                               window.dilations, window.before, window.after, forward, attributes);
    avoidFaulty(desc, shape, direction);
    adopt(*plan, desc, desc.weights_desc());
  } else {
    dnnl::convolution_backward_weights::primitive_desc desc(onednn.engine, algorithm, plan->images, gradient, plan->maps, window.strides,
                                                                  window.dilations, window.before, window.after, forward, attributes);
    avoidFaulty(desc, shape, direction);
    adopt(*plan, desc, desc.diff_weights_desc());
  }
  plan->plain = plan->weights == plan->plainWeights;
  if (!plan->plain) {
    const bool out = direction == Direction::WEIGHT_GRADIENT;
    const dnnl::reorder::primitive_desc desc(onednn.engine, out ? plan->weights : plan->plainWeights, onednn.engine,
                                             out ? plan->plainWeights : plan->weights, attributes);
    plan->reorder = dnnl::reorder(desc);
    plan->reorderScratchpad = desc.scratchpad_desc();
  }
  return plan;
}

}  // namespace

DirectConvolution& directConvolution(OneDnn& onednn, const Shape& shape, Direction direction, bool halves) {
  const Type type = halves ? Type::bf16 : Type::f32;
  return onednn.plan<DirectConvolution>(keyOf('c', shape, direction, type), [&] { return makePlan(onednn, shape, direction, type); });
}

void DirectConvolution::prepare(OneDnn& onednn, const float* w, void* to) const {
  onednn.run(reorder, reorderScratchpad, {{DNNL_ARG_FROM, onednn.memory(plainWeights, w)}, {DNNL_ARG_TO, onednn.memory(weights, to)}});
}

void DirectConvolution::convolve(OneDnn& onednn, const void* from, const void* prepared, void* to) const {
  const bool forward = direction == Direction::FORWARD;
  onednn.run(primitive, scratchpad,
             {{forward ? DNNL_ARG_SRC : DNNL_ARG_DIFF_DST, onednn.memory(forward ? images : maps, from)},
              {DNNL_ARG_WEIGHTS, onednn.memory(weights, prepared)},
              {forward ? DNNL_ARG_DST : DNNL_ARG_DIFF_SRC, onednn.memory(forward ? maps : images, to)}});
}

void DirectConvolution::weightGradient(OneDnn& onednn, const void* x, const void* dy, float* dw) const {
  // the gradient as oneDNN wants it lies behind the scratchpads
  const size_t pads = std::max(scratchpad.get_size(), plain ? 0 : reorderScratchpad.get_size());
  const size_t padding = (pads + 4095) / 4096 * 4096;
  char* scratch = static_cast<char*>(onednn.scratch(padding + weights.get_size()));
  const memory gradient = onednn.memory(weights, plain ? static_cast<void*>(dw) : scratch + padding);
  onednn.run(primitive, scratchpad,
             {{DNNL_ARG_SRC, onednn.memory(images, x)}, {DNNL_ARG_DIFF_DST, onednn.memory(maps, dy)}, {DNNL_ARG_DIFF_WEIGHTS, gradient}});
  if (!plain) onednn.run(reorder, reorderScratchpad, {{DNNL_ARG_FROM, gradient}, {DNNL_ARG_TO, onednn.memory(plainWeights, dw)}});
}

const char* DirectConvolution::implementation() const {
  const char* name = nullptr;
  dnnl_primitive_desc_query(primitive.get_primitive_desc(), dnnl_query_impl_info_str, 0, &name);
  return name ? name : "";
}

}  // namespace unlabeled
