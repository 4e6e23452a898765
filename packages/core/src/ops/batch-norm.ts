import * as tf from "@tensorflow/tfjs";
import type { Mode } from "../networks/network.ts";
import { assignAll } from "../updates/assign-all.ts";
import { emaUpdate } from "../updates/ema-update.ts";
import { differentiable } from "./differentiable.ts";
import { hasFusedKernel, runFusedKernel } from "./fused-kernel.ts";
import { inTurn } from "./in-turn.ts";
import { swish } from "./swish.ts";

/** Variables of a batch normalization, `[C]` each. */
export interface BatchNormVariables {
  /** γ, trained. */
  readonly scale: tf.Variable;
  /** β, trained. Left out, it is 0 (the last layer of SimCLR's head). */
  readonly offset?: tf.Variable;
  /** Running mean, not trained. */
  readonly mean: tf.Variable;
  /** Running variance (biased), not trained. */
  readonly variance: tf.Variable;
}

export interface BatchNormOptions {
  /** Added to the variance, > 0. Default 1e-5, as in BYOL's and SimCLR's code. */
  epsilon?: number;
  /** What the running statistics keep at each training step, in [0, 1]. Default 0.9, BYOL's and SimCLR's. */
  decay?: number;
  /** Added after the normalization, before the activation: the shortcut of a residual block. Shape of x. */
  residual?: tf.Tensor;
  /** What comes last: max(·, 0), x σ(x), or by default nothing. */
  activation?: "relu" | "swish";
}

/**
 * The kernels that an engine may register; inputs, attributes and outputs as in `plainForward` and `plainBackward`.
 * The backward one is told by the attribute `residual` whether its last output is wanted; else it may leave it out.
 */
const FORWARD = "BatchNormTrain";
const BACKWARD = "BatchNormTrainGrad";
/** The same with a swish instead of residual and ReLU: x, scale, offset to y, mean, variance; and back, with dy before them. */
const SWISH_FORWARD = "BatchNormSwishTrain";
const SWISH_BACKWARD = "BatchNormSwishTrainGrad";

/**
 * Batch normalization, with the shortcut's addition and the activation behind it as one operation.
 *
 * y = activation(γ (x − μ) / √(σ² + ε) + β + residual). In mode "train" μ and σ² are those of this batch,
 * over all axes but the last, and the running statistics move towards them; in mode "evaluate" they
 * are the running statistics. σ² is the biased variance in both places, as in TensorFlow and JAX
 * (PyTorch keeps the unbiased one in its running statistics).
 *
 * @param x - `[..., C]`.
 * @returns y, shape of x. The caller disposes it.
 * @throws {RangeError} If x is empty in mode "train".
 *
 * @see Ioffe and Szegedy, Batch Normalization, 2015, algorithm 1: https://arxiv.org/abs/1502.03167
 */
export function batchNorm<T extends tf.Tensor>(
  x: T,
  variables: BatchNormVariables,
  mode: Mode,
  { epsilon = 1e-5, decay = 0.9, residual, activation }: BatchNormOptions = {},
): T {
  return tf.tidy(() => {
    const offset = variables.offset ?? tf.zerosLike(variables.scale);
    if (mode === "evaluate") {
      const { mean, variance, scale } = variables;
      const factor = tf.div(scale, tf.sqrt(tf.add(variance, epsilon))); // [C]
      const shift = tf.sub(offset, tf.mul(mean, factor)); // [C]
      return inTurn(x, [
        (x) => tf.mul(x, factor),
        (x) => tf.add(x, shift),
        ...(residual ? [(x: T): T => tf.add(x, residual)] : []),
        ...(activation ? [activation === "relu" ? (x: T): T => tf.relu(x) : swish] : []),
      ]);
    }
    if (x.size === 0) {
      throw new RangeError(
        `batchNorm: x must not be empty in mode "train", where it is normalized by its own statistics; got shape [${x.shape.join(", ")}].`,
      );
    }
    const inputs = { x, scale: variables.scale, offset, ...(residual && { residual }) };
    const swishToo = activation === "swish" && !residual && hasFusedKernel(SWISH_FORWARD);
    const [y, mean, variance] = swishToo
      ? normalizedSwish<T>(inputs, epsilon)
      : normalized<T>(inputs, epsilon, activation === "relu");
    moveStatistics(variables, mean, variance, decay);
    return activation === "swish" && !swishToo ? swish(y) : y;
  });
}

type Outputs<T> = [y: T, mean: tf.Tensor1D, variance: tf.Tensor1D];

/** With residual and ReLU. */
function normalized<T extends tf.Tensor>(
  inputs: ForwardInputs,
  epsilon: number,
  relu: boolean,
): Outputs<T> {
  const { x, scale, residual } = inputs;
  return differentiable<Outputs<T>>(
    { ...inputs },
    (save) => {
      const outputs = hasFusedKernel(FORWARD)
        ? runFusedKernel(FORWARD, { ...inputs }, { epsilon, relu })
        : plainForward(inputs, epsilon, relu);
      const [y, mean, variance] = outputs as Outputs<T>;
      save([x, scale, mean, variance, ...(relu ? [y] : [])]);
      return outputs as Outputs<T>;
    },
    ([dy], saved) => {
      const [x, scale, mean, variance, y = x] = saved as Saved; // y is read behind a ReLU only
      const from = { dy, x, scale, y, mean, variance };
      const [dx, dScale, dOffset, dResidual] = (
        hasFusedKernel(BACKWARD)
          ? runFusedKernel(BACKWARD, from, { epsilon, relu, residual: residual !== undefined })
          : plainBackward(from, epsilon, relu)
      ) as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
      return {
        x: () => dx,
        scale: () => dScale,
        offset: () => dOffset,
        ...(residual && { residual: () => dResidual }),
      };
    },
  );
}

/** With a swish, on an engine that has kernels for it: what comes before the swish is not kept but computed again. */
function normalizedSwish<T extends tf.Tensor>(
  { x, scale, offset }: ForwardInputs,
  epsilon: number,
): Outputs<T> {
  return differentiable<Outputs<T>>(
    { x, scale, offset },
    (save) => {
      const outputs = runFusedKernel(SWISH_FORWARD, { x, scale, offset }, { epsilon });
      const [, mean, variance] = outputs as Outputs<T>;
      save([x, scale, offset, mean, variance]);
      return outputs as Outputs<T>;
    },
    ([dy], saved) => {
      const [x, scale, offset, mean, variance] = saved as Required<Saved>;
      const from = { dy, x, scale, offset, mean, variance };
      const [dx, dScale, dOffset] = runFusedKernel(SWISH_BACKWARD, from, { epsilon }) as [
        tf.Tensor,
        tf.Tensor,
        tf.Tensor,
      ];
      return { x: () => dx, scale: () => dScale, offset: () => dOffset };
    },
  );
}

type Saved = [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor?];

interface ForwardInputs {
  readonly x: tf.Tensor;
  readonly scale: tf.Tensor;
  readonly offset: tf.Tensor;
  readonly residual?: tf.Tensor;
}

/** y, and mean and biased variance of the batch, `[C]`. */
function plainForward(
  { x, scale, offset, residual }: ForwardInputs,
  epsilon: number,
  relu: boolean,
) {
  const rows = tf.reshape(x, [-1, scale.size]); // [R, C]
  const mean = tf.mean(rows, 0);
  const centered = tf.sub(rows, mean);
  const variance = tf.mean(tf.square(centered), 0);
  const factor = tf.div(scale, tf.sqrt(tf.add(variance, epsilon)));
  const normalized = tf.reshape(tf.add(tf.mul(centered, factor), offset), x.shape);
  const sum = residual ? tf.add(normalized, residual) : normalized;
  return [relu ? tf.relu(sum) : sum, mean, variance];
}

interface BackwardInputs {
  readonly dy: tf.Tensor;
  readonly x: tf.Tensor;
  readonly scale: tf.Tensor;
  readonly y: tf.Tensor;
  readonly mean: tf.Tensor;
  readonly variance: tf.Tensor;
}

/** Gradients of x, scale, offset and residual; the last is dy behind the ReLU. */
function plainBackward(
  { dy, x, scale, y, mean, variance }: BackwardInputs,
  epsilon: number,
  relu: boolean,
): tf.Tensor[] {
  const dSum = relu ? tf.mul(dy, tf.step(y)) : dy;
  const dRows = tf.reshape(dSum, [-1, scale.size]); // [R, C]
  const rows = tf.reshape(x, [-1, scale.size]);
  const inverse = tf.rsqrt(tf.add(variance, epsilon)); // [C]
  const normalized = tf.mul(tf.sub(rows, mean), inverse); // [R, C]
  const dOffset = tf.sum(dRows, 0);
  const dScale = tf.sum(tf.mul(dRows, normalized), 0);
  const R = rows.shape[0] as number;
  const inner = tf.sub(dRows, tf.div(tf.add(dOffset, tf.mul(normalized, dScale)), R));
  const dx = tf.reshape(tf.mul(inner, tf.mul(scale, inverse)), x.shape);
  return [dx, dScale, dOffset, dSum];
}

/** running ← running + (1 − decay) (batch − running). */
function moveStatistics(
  running: BatchNormVariables,
  mean: tf.Tensor1D,
  variance: tf.Tensor1D,
  decay: number,
): void {
  const variables = [running.mean, running.variance];
  assignAll(variables, () => emaUpdate({ t: variables, o: [mean, variance] }, { momentum: decay }));
}
