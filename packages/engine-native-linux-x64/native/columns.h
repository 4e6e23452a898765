// The gradient of weights as one product: the input's windows, laid out in rows, with dy.
#pragma once
#include "convolution.h"

namespace unlabeled {

void columnsWeightGradient(OneDnn&, const ConvolutionShape&, bool halves, const void* x, const void* dy, float* dw);

}  // namespace unlabeled
