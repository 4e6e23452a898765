// Convolutions as JavaScript calls them: forward, gradient of the input, gradient of the weights.
#include "convolution.h"

#include <algorithm>

#include "columns.h"
#include "direct-convolution.h"

namespace unlabeled {

namespace {

/** convolutionForward and convolutionInputGradient: (shape, from, weights, to). */
Napi::Value convolve(const Arguments& arguments, Direction direction) {
  const ConvolutionShape& shape = convolutionShape(arguments, 0);
  const bool forward = direction == Direction::FORWARD;
  const Array from = arguments.array(1, forward ? "x" : "dy"), to = arguments.array(3, forward ? "y" : "dx");
  const void* source = arguments.numbers(from, forward ? shape.xSize() : shape.ySize(), forward ? "x" : "dy");
  void* target = arguments.numbers(to, forward ? shape.ySize() : shape.xSize(), forward ? "y" : "dx");
  if (from.halves() != to.halves()) arguments.fail("images and maps must be of one type.");
  if (shape.algorithm == Algorithm::WINOGRAD) {
    const size_t bytes = winogradWeightBytes(shape, direction, from.halves());
    winogradConvolution(shape, direction, from.halves(), source, arguments.elements<uint8_t>(2, bytes, "weights"), target);
  } else {
    OneDnn& onednn = OneDnn::of(arguments.env());
    DirectConvolution& plan = directConvolution(onednn, shape, direction, from.halves());
    const void* weights = plan.plain ? static_cast<const void*>(arguments.elements<float>(2, shape.weightSize(), "weights"))
                                     : arguments.elements<uint8_t>(2, plan.weights.get_size(), "weights");
    plan.convolve(onednn, source, weights, target);
  }
  return arguments.env().Undefined();
}

}  // namespace

const ConvolutionShape& convolutionShape(const Arguments& arguments, size_t index) {
  constexpr size_t LENGTH = sizeof(ConvolutionShape) / sizeof(int32_t);
  const auto& shape = *reinterpret_cast<const ConvolutionShape*>(arguments.elements<int32_t>(index, LENGTH, "shape"));
  const int32_t* sizes = &shape.N;
  const auto positive = [](int32_t size) { return size >= 1; };
  // all but the paddings
  if (!std::all_of(sizes, &shape.top, positive) || shape.groups < 1 || shape.fold < 1 || shape.C % shape.groups != 0 || shape.D % shape.groups != 0)
    arguments.fail("shape must have sizes ≥ 1, and groups that divide the channels.");
  const auto out = [](int32_t size, int32_t padding, int32_t kernel, int32_t dilation, int32_t stride) {
    return (size + padding - (dilation * (kernel - 1) + 1)) / stride + 1;
  };
  if (shape.outH != out(shape.H, shape.top + shape.bottom, shape.kernelH, shape.dilationH, shape.strideH) ||
      shape.outW != out(shape.W, shape.left + shape.right, shape.kernelW, shape.dilationW, shape.strideW))
    arguments.fail("shape must have the output size that its windows give.");
  if (shape.algorithm == Algorithm::WINOGRAD && !suitsWinograd(shape)) arguments.fail("Winograd's way must be for 3x3 kernels of stride 1 and channels in sixteens.");
  if (shape.algorithm == Algorithm::COLUMNS && shape.groups != 1) arguments.fail("groups must be 1 where windows are laid out.");
  if (shape.N % shape.fold != 0 || (shape.fold > 1 && (shape.algorithm != Algorithm::DIRECT || shape.strideW != 1)))
    arguments.fail("the fold must divide the images, in direct convolutions of stride 1.");
  return shape;
}

/** convolutionWeights(shape, direction, halves, w, to): prepares w in `to`, bytes. Without `to`: how many it takes, 0 if w is taken as it is. */
Napi::Value convolutionWeights(const Arguments& arguments) {
  const ConvolutionShape& shape = convolutionShape(arguments, 0);
  const auto direction = Direction(int(arguments.number(1)));
  const bool halves = arguments.flag(2);
  if (shape.algorithm == Algorithm::WINOGRAD) {
    const size_t bytes = winogradWeightBytes(shape, direction, halves);
    if (uint8_t* to = arguments.optional<uint8_t>(4, bytes, "to"))
      winogradWeights(shape, direction, halves, arguments.elements<float>(3, shape.weightSize(), "w"), to);
    return Napi::Number::New(arguments.env(), double(bytes));
  }
  OneDnn& onednn = OneDnn::of(arguments.env());
  DirectConvolution& plan = directConvolution(onednn, shape, direction, halves);
  const size_t bytes = plan.plain ? 0 : plan.weights.get_size();
  if (uint8_t* to = arguments.optional<uint8_t>(4, bytes, "to")) plan.prepare(onednn, arguments.elements<float>(3, shape.weightSize(), "w"), to);
  return Napi::Number::New(arguments.env(), double(bytes));
}

/** convolutionForward(shape, x, weights, y), with the weights as convolutionWeights made them. */
Napi::Value convolutionForward(const Arguments& arguments) { return convolve(arguments, Direction::FORWARD); }

/** convolutionInputGradient(shape, dy, weights, dx). */
Napi::Value convolutionInputGradient(const Arguments& arguments) { return convolve(arguments, Direction::INPUT_GRADIENT); }

/** convolutionWeightGradient(shape, x, dy, dw). */
Napi::Value convolutionWeightGradient(const Arguments& arguments) {
  const ConvolutionShape& shape = convolutionShape(arguments, 0);
  const Array x = arguments.array(1, "x"), dy = arguments.array(2, "dy");
  const void* images = arguments.numbers(x, shape.xSize(), "x");
  const void* maps = arguments.numbers(dy, shape.ySize(), "dy");
  float* dw = arguments.elements<float>(3, shape.weightSize(), "dw");
  if (x.halves() != dy.halves()) arguments.fail("x and dy must be of one type.");
  if (shape.algorithm == Algorithm::WINOGRAD) {
    winogradWeightGradient(shape, x.halves(), images, maps, dw);
  } else if (shape.algorithm == Algorithm::COLUMNS) {
    columnsWeightGradient(OneDnn::of(arguments.env()), shape, x.halves(), images, maps, dw);
  } else {
    OneDnn& onednn = OneDnn::of(arguments.env());
    directConvolution(onednn, shape, Direction::WEIGHT_GRADIENT, x.halves()).weightGradient(onednn, images, maps, dw);
  }
  return arguments.env().Undefined();
}

/** convolutionImplementation(shape, direction, halves): what computes it, for benchmarks. */
Napi::Value convolutionImplementation(const Arguments& arguments) {
  const ConvolutionShape& shape = convolutionShape(arguments, 0);
  const bool halves = arguments.flag(2);
  if (shape.algorithm == Algorithm::WINOGRAD) return Napi::String::New(arguments.env(), "winograd");
  const auto direction = Direction(int(arguments.number(1)));
  return Napi::String::New(arguments.env(), directConvolution(OneDnn::of(arguments.env()), shape, direction, halves).implementation());
}

}  // namespace unlabeled
