// Windows over images as JavaScript passes them, for pooling and depthwise convolutions.
#pragma once
#include <cstring>

#include "arguments.h"
#include "kernels/kernels.h"

namespace unlabeled {

/** Windows may reach so far beyond the image: what lies there is kept as zeros by some kernels. */
constexpr long MOST_PADDING = 4096;

inline bool isNear(long size, long out, long kernel, long stride, long dilation, long before) {
  const long behind = (out - 1) * stride + (kernel - 1) * dilation + 1 - before - size;
  return before >= -MOST_PADDING && before <= MOST_PADDING && behind <= MOST_PADDING;
}

/** The fields of Windows in their order, as an Int32Array. */
inline Windows windowsOf(const Arguments& arguments, size_t index) {
  constexpr size_t FIELDS = sizeof(Windows) / sizeof(long), PADDINGS = 2;
  const int32_t* numbers = arguments.elements<int32_t>(index, FIELDS, "windows");
  long fields[FIELDS];
  for (size_t i = 0; i < FIELDS; i++) {
    fields[i] = numbers[i];
    if (i < FIELDS - PADDINGS && fields[i] < 1) arguments.fail("windows must have sizes, strides and dilations of 1 at least.");
  }
  Windows w;
  static_assert(sizeof fields == sizeof w);
  std::memcpy(&w, fields, sizeof w);
  const bool near = isNear(w.height, w.outHeight, w.kernelHeight, w.strideHeight, w.dilationHeight, w.top) &&
                    isNear(w.width, w.outWidth, w.kernelWidth, w.strideWidth, w.dilationWidth, w.left);
  if (!near) arguments.fail("windows must not reach further than " + std::to_string(MOST_PADDING) + " pixels beyond the image.");
  return w;
}

inline size_t inputSize(const Windows& w) { return size_t(w.images) * w.height * w.width * w.channels; }
inline size_t outputSize(const Windows& w) { return size_t(w.images) * w.outHeight * w.outWidth * w.channels; }
inline size_t kernelSize(const Windows& w) { return size_t(w.kernelHeight) * w.kernelWidth * w.channels; }

/** All floats or all halves. */
inline void expectOneType(const Arguments& arguments, const Array& a, const Array& b) {
  if (a.halves() != b.halves()) arguments.fail("arrays must be of one type.");
}

}  // namespace unlabeled
