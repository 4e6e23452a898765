import * as tf from "@tensorflow/tfjs";
import { keptFactors, type NoiseOptions } from "./kept.ts";
import { scaleChannels } from "./scale-channels.ts";

/**
 * Stochastic depth, for training: what a residual block adds is left out, image by image, with probability `rate`; else it is
 * 1 / (1 − rate) times as large, so that nothing needs to change for evaluation.
 *
 * @param maps - What the block adds to its shortcut, `[N, H, W, C]`.
 * @returns `[N, H, W, C]`. The caller disposes it.
 * @throws {RangeError} If the rate is not in [0, 1), or there is not one seed an image.
 *
 * @see Huang et al., Deep Networks with Stochastic Depth, 2016, section 3: https://arxiv.org/abs/1603.09382; the factor as in
 *   google-research/noisystudent, utils.py, `drop_connect`
 *
 * @example
 * const y = mode === "train" ? stochasticDepth(maps, { rate: 0.2, seeds, layer: "stage4/block1" }) : maps;
 */
export function stochasticDepth(maps: tf.Tensor4D, options: NoiseOptions): tf.Tensor4D {
  const [N, , , C] = maps.shape;
  const kept = keptFactors("stochasticDepth", [N, 1], options);
  const factors = Float32Array.from({ length: N * C }, (_, i) => kept[Math.floor(i / C)] as number);
  return tf.tidy(() => scaleChannels(maps, tf.tensor2d(factors, [N, C])));
}
