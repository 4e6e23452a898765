import type * as tf from "@tensorflow/tfjs";
import { prefixed } from "../networks/compose.ts";
import type { Network } from "../networks/network.ts";
import { updateEma } from "../updates/update-ema.ts";
import type { Method, Progress, Tensors } from "./method.ts";

/** A method that keeps a moving average of a network beside. */
export type WithMovingAverage<M, N> = M & {
  /** What to evaluate, to label with and to keep: parameters and running statistics are averages. */
  readonly average: N;
};

/**
 * The same method, which also keeps a moving average of a network that it trains, running statistics too: of weights that
 * jump from step to step, one that can be evaluated.
 *
 * In an update it keeps min(momentum, (1 + step) / (10 + step)) of itself, so that it soon forgets where the network began. Its
 * variables are in the method's state, as `average/…`.
 *
 * @param network - Trained by the method; the average begins as its clone.
 * @param momentum - In [0, 1). Default 0.9999, EfficientNet's and Noisy Student's, for hundreds of thousands of updates.
 * @throws {RangeError} If the momentum is not in [0, 1).
 *
 * @see tf.train.ExponentialMovingAverage with `num_updates`; google-research/noisystudent, main.py, `moving_average_decay`
 *
 * @example
 * const method = withMovingAverage(supervised({ network }), network, { momentum: 0.999 });
 * for await (const _ of train(method, batches, options)) continue;
 * const logits = method.average.apply(images, "evaluate");
 */
export function withMovingAverage<
  Batch extends Tensors,
  Outputs extends Tensors,
  Targets extends Tensors,
  N extends Network<tf.Tensor4D, tf.Tensor2D>,
>(
  method: Method<Batch, Outputs, Targets>,
  network: N,
  { momentum = 0.9999 }: { momentum?: number } = {},
): WithMovingAverage<Method<Batch, Outputs, Targets>, N> {
  if (!(momentum >= 0 && momentum < 1)) {
    throw new RangeError(`withMovingAverage: momentum must be in [0, 1); got ${momentum}.`);
  }
  const average = network.clone() as N;
  const of = ({ parameters, statistics }: N) => [...parameters, ...statistics];
  return {
    ...method,
    settings: { ...method.settings, movingAverage: momentum },
    state: [...method.state, ...prefixed("average", of(average))],
    average,
    afterUpdate(progress, targets) {
      method.afterUpdate(progress, targets);
      updateEma(of(average), of(network), keptShare(progress, momentum));
    },
  };
}

/** What an average keeps in an update, in [0, 1). */
export function keptShare({ step }: Pick<Progress, "step">, momentum: number): number {
  return Math.min(momentum, (1 + step) / (10 + step));
}
