// Each image's channels multiplied by factors of their own, and back.
#pragma once
#include "kernels.h"
#include "row-chunks.h"
#include "workspace.h"

namespace unlabeled {
namespace {

template <typename T>
void scaleChannels(const ScaleChannels<T>& job) {
  const long C = job.channels;
  const RowChunks chunks(job.pixels, C);
#pragma omp parallel for schedule(static) collapse(2)
  for (long image = 0; image < job.images; image++) {
    for (long chunk = 0; chunk < chunks.count; chunk++) {
      const float* factors = job.factors + image * C;
      for (long row = chunks.begin(chunk); row < chunks.end(chunk); row++) {
        const long at = (image * job.pixels + row) * C;
        eachBlock(C, [&](long c, long count) { store(job.out + at + c, load(job.x + at + c, count) * load(factors + c, count), count); });
      }
    }
  }
}

template <typename T>
void scaleChannelsGradient(const ScaleChannels<T>& job) {
  const long C = job.channels;
  const RowChunks chunks(job.pixels, C);
  Workspace workspace;
  float* sums = workspace.take<float>(job.images * chunks.count * C);
#pragma omp parallel for schedule(static) collapse(2)
  for (long image = 0; image < job.images; image++) {
    for (long chunk = 0; chunk < chunks.count; chunk++) {
      const float* factors = job.factors + image * C;
      const long first = image * job.pixels * C;
      float* to = sums + (image * chunks.count + chunk) * C;
      chunkSums<1>(chunks.begin(chunk), chunks.end(chunk), C, to, [&](long row, long c, long count, Lanes* sum) {
        const long at = first + row + c;
        Lanes dy = load(job.dy + at, count);
        if (job.dyToo) dy += load(job.dyToo + at, count);
        store(job.out + at, dy * load(factors + c, count), count);
        *sum += dy * load(job.x + at, count);
      });
    }
  }
  double* totals = workspace.take<double>(job.images * C);
#pragma omp parallel for schedule(static)
  for (long image = 0; image < job.images; image++) {
    mergeColumns(sums + image * chunks.count * C, chunks.count, C, 0, C, totals + image * C);
    for (long c = 0; c < C; c++) job.dFactors[image * C + c] = (float)totals[image * C + c];
  }
}

}  // namespace
}  // namespace unlabeled
