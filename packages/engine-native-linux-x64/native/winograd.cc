#include "convolution.h"
#include "kernels/kernels.h"

namespace unlabeled {

namespace {

Winograd forwardJob(const ConvolutionShape& shape) {
  return {shape.N, shape.H, shape.W, shape.C, shape.outH, shape.outW, shape.D, shape.top, shape.left};
}

/** The convolution of dy that gives dx: the padding is what the kernel reaches beyond it. */
Winograd backwardJob(const ConvolutionShape& shape) {
  return {shape.N, shape.outH, shape.outW, shape.D, shape.H, shape.W, shape.C, 2 - shape.top, 2 - shape.left};
}

}  // namespace

bool suitsWinograd(const ConvolutionShape& shape) {
  const bool small = shape.kernelH == 3 && shape.kernelW == 3 && shape.strideH == 1 && shape.strideW == 1;
  return small && shape.dilationH == 1 && shape.dilationW == 1 && shape.groups == 1 && shape.C % 16 == 0 && shape.D % 16 == 0;
}

size_t winogradWeightBytes(const ConvolutionShape& shape, Direction direction, bool halves) {
  const WinogradWay& way = kernels().winograd[halves];
  return shape.C * shape.D * (direction == Direction::FORWARD ? way.bytes : way.backBytes);
}

void winogradWeights(const ConvolutionShape& shape, Direction direction, bool halves, const float* w, void* to) {
  const WinogradWay& way = kernels().winograd[halves];
  (direction == Direction::FORWARD ? way.weights : way.weightsBack)(shape.C, shape.D, w, to);
}

void winogradConvolution(const ConvolutionShape& shape, Direction direction, bool halves, const void* from, const void* weights, void* to) {
  const WinogradWay& way = kernels().winograd[halves];
  if (direction == Direction::FORWARD) way.forward(forwardJob(shape), from, weights, to);
  else way.backward(backwardJob(shape), from, weights, to);
}

void winogradWeightGradient(const ConvolutionShape& shape, bool halves, const void* x, const void* dy, float* dw) {
  kernels().winograd[halves].weightGradient(forwardJob(shape), x, dy, dw);
}

}  // namespace unlabeled
