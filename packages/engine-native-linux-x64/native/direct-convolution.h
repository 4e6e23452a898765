// Convolutions on oneDNN.
#pragma once
#include "convolution.h"

namespace unlabeled {

/** One shape in one direction, ready to run. */
struct DirectConvolution : Plan {
  dnnl::primitive primitive;
  dnnl::memory::desc images, maps;  // x or dx; y or dy
  dnnl::memory::desc weights, plainWeights, scratchpad;
  Direction direction;
  /** Whether oneDNN takes the weights as they are. */
  bool plain;
  /** Otherwise: from the plain weights, or of their gradient to the plain form. */
  dnnl::reorder reorder;
  dnnl::memory::desc reorderScratchpad;

  void prepare(OneDnn&, const float* w, void* to) const;
  void convolve(OneDnn&, const void* from, const void* weights, void* to) const;
  void weightGradient(OneDnn&, const void* x, const void* dy, float* dw) const;
  const char* implementation() const;
};

DirectConvolution& directConvolution(OneDnn&, const ConvolutionShape&, Direction, bool halves);

}  // namespace unlabeled
