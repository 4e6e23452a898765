// The shape of a convolution, and what computes it.
#pragma once
#include "arguments.h"
#include "onednn.h"

namespace unlabeled {

enum class Direction : int32_t { FORWARD, INPUT_GRADIENT, WEIGHT_GRADIENT };

/** DIRECT is oneDNN's. COLUMNS, of the weights' gradient alone, multiplies dy with the input's windows laid out in rows. */
enum class Algorithm : int32_t { DIRECT, WINOGRAD, COLUMNS };

/**
 * As it comes from JavaScript. Images are NHWC, weights [kh, kw, C / groups, D].
 *
 * With DIRECT, `fold` images may lie side by side, pixel by pixel: [N / fold, H, W, fold, C]. A row of an image is `fold` times as
 * long then, which keeps tiles of AMX full where maps are small; the convolution is the same with its width dilated by `fold`.
 */
struct ConvolutionShape {
  int32_t N, H, W, C, outH, outW, D, kernelH, kernelW, strideH, strideW, dilationH, dilationW, top, bottom, left, right, groups, fold;
  Algorithm algorithm;

  size_t xSize() const { return size_t(N) * H * W * C; }
  size_t ySize() const { return size_t(N) * outH * outW * D; }
  size_t weightSize() const { return size_t(kernelH) * kernelW * (C / groups) * D; }
};

/** The shape, from an Int32Array. */
const ConvolutionShape& convolutionShape(const Arguments&, size_t index);

/** Whether Winograd's way is open: 3x3, stride 1, channels in sixteens. */
bool suitsWinograd(const ConvolutionShape&);

/** Bytes of the weights as Winograd's way wants them. */
size_t winogradWeightBytes(const ConvolutionShape&, Direction, bool halves);
void winogradWeights(const ConvolutionShape&, Direction, bool halves, const float* w, void* to);
/** Forward: from x to y. Gradient of the input: from dy to dx. */
void winogradConvolution(const ConvolutionShape&, Direction, bool halves, const void* from, const void* weights, void* to);
void winogradWeightGradient(const ConvolutionShape&, bool halves, const void* x, const void* dy, float* dw);

}  // namespace unlabeled
