// Windows of a convolution laid out in rows.
#pragma once
#include "kernels.h"

namespace unlabeled {
namespace {

void columns(const Columns& job, const void* x, void* to) {
  const long pixel = job.channels * job.bytes, rows = job.images * job.outHeight;
#pragma omp parallel for schedule(static)
  for (long row = 0; row < rows; row++) {
    const char* image = static_cast<const char*>(x) + row / job.outHeight * job.height * job.width * pixel;
    char* out = static_cast<char*>(to) + row * job.outWidth * job.kernelHeight * job.kernelWidth * pixel;
    for (long column = 0; column < job.outWidth; column++) {
      for (long i = 0; i < job.kernelHeight; i++) {
        const long h = row % job.outHeight * job.strideHeight - job.top + i * job.dilationHeight;
        for (long j = 0; j < job.kernelWidth; j++, out += pixel) {
          const long w = column * job.strideWidth - job.left + j * job.dilationWidth;
          const bool inside = h >= 0 && h < job.height && w >= 0 && w < job.width;
          if (inside) __builtin_memcpy(out, image + (h * job.width + w) * pixel, pixel);
          else __builtin_memset(out, 0, pixel);
        }
      }
    }
  }
}

}  // namespace
}  // namespace unlabeled
