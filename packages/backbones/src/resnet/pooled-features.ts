import * as tf from "@tensorflow/tfjs";
import { globalAveragePool } from "@unlabeled/core";

/**
 * Means of the maps over grid × grid regions, row by row: one vector an image.
 *
 * Region i of an axis of length H runs from ⌊i H / grid⌋ to ⌈(i + 1) H / grid⌉, as in PyTorch's adaptive
 * average pooling; grid 1 is the global mean.
 *
 * @param maps - `[N, H, W, C]`.
 * @returns `[N, grid * grid * C]`.
 * @throws {RangeError} If the maps are smaller than the grid.
 */
export function pooledFeatures(maps: tf.Tensor4D, grid: number): tf.Tensor2D {
  if (grid === 1) return globalAveragePool(maps);
  const [N, H, W, C] = maps.shape;
  if (H < grid || W < grid) {
    throw new RangeError(
      `resnet: grid must be at most the size of the last maps, ${H} x ${W} for these images; got ${grid}.`,
    );
  }
  return tf.tidy(() => {
    const regions = spans(H, grid).flatMap(([top, height]) =>
      spans(W, grid).map(([left, width]) =>
        globalAveragePool(tf.slice(maps, [0, top, left, 0], [N, height, width, C])),
      ),
    );
    return tf.concat(regions, 1) as tf.Tensor2D;
  });
}

/** Start and length of each region of an axis. */
function spans(length: number, grid: number): [start: number, length: number][] {
  return Array.from({ length: grid }, (_, i) => {
    const start = Math.floor((i * length) / grid);
    return [start, Math.ceil(((i + 1) * length) / grid) - start];
  });
}
