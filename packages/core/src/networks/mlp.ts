import * as tf from "@tensorflow/tfjs";
import { assertPositiveIntegers } from "../assert-positive-integers.ts";
import { assertShapes } from "../assert-shapes.ts";
import { batchNorm } from "../ops/batch-norm.ts";
import { inTurn } from "../ops/in-turn.ts";
import { linear } from "../ops/linear.ts";
import { defineNetwork } from "./define-network.ts";
import { type Initializer, truncatedNormal } from "./initializers.ts";
import type { Mode, Network } from "./network.ts";
import { normVariables } from "./norm-variables.ts";
import { within } from "./variable-maker.ts";

export interface MlpOptions {
  /** Length of the rows that come in. */
  inputs: number;
  /** Units of each hidden layer; batch normalization and ReLU follow each. Default none: a linear map. */
  hidden?: readonly number[];
  /** Length of the rows that come out. */
  outputs: number;
  /** Decides the initial values. Integer in [0, 2^32). */
  seed: number;
  /** Whether hidden layers have a bias, which the normalization behind them cancels. Default false. */
  hiddenBias?: boolean;
  /** Whether the last layer has a bias. Default true. */
  outputBias?: boolean;
  /** Batch normalization behind the last layer: none, without β, or whole. Default "none". */
  outputNorm?: "none" | "without offset" | "whole";
  /** Initial kernels. Default N(0, 1 / inputs) cut at two deviations, Haiku's and so BYOL's. */
  initializer?: Initializer;
  /** What running statistics keep at each training step, in [0, 1]. Default 0.9, BYOL's and SimCLR's. */
  decay?: number;
}

/** A network from rows to rows: projectors, predictors, classifiers. */
export type Head = Network<tf.Tensor2D, tf.Tensor2D>;

/**
 * A multilayer perceptron with batch normalization: (linear, norm, ReLU) for each hidden layer, then linear.
 *
 * Variables are named as in `layer1/kernel`, `layer1/bias`, `layer1/norm/scale`.
 *
 * @returns A network `[N, inputs]` → `[N, outputs]`.
 * @throws {RangeError} If a size is not an integer ≥ 1 or the decay is not in [0, 1].
 *
 * @example
 * const projector = mlp({ inputs: 512, hidden: [1024], outputs: 128, seed: 0 });
 */
export function mlp({
  inputs,
  hidden = [],
  outputs,
  seed,
  hiddenBias = false,
  outputBias = true,
  outputNorm = "none",
  initializer = truncatedNormal(),
  decay = 0.9,
}: MlpOptions): Head {
  assertPositiveIntegers("mlp", {
    inputs,
    ...Object.fromEntries(hidden.map((units, i) => [`hidden[${i}]`, units])),
    outputs,
  });
  if (!(decay >= 0 && decay <= 1)) {
    throw new RangeError(`mlp: decay must be in [0, 1]; got ${decay}.`);
  }
  const sizes = [inputs, ...hidden, outputs];
  const widths = sizes.slice(1).map((size, i) => [sizes[i] as number, size] as const);
  return defineNetwork(
    (variables) => {
      const layers = widths.map(([from, to], i) => {
        const inLayer = within(variables, `layer${i + 1}`);
        const last = i === hidden.length;
        const normalized = !last || outputNorm !== "none";
        return {
          kernel: inLayer.kernel("kernel", [from, to], initializer),
          bias: (last ? outputBias : hiddenBias) && inLayer.bias("bias", [to]),
          norm:
            normalized &&
            normVariables(within(inLayer, "norm"), to, {
              offset: !last || outputNorm === "whole",
            }),
          ...(!last && { activation: "relu" as const }),
        };
      });
      return {
        apply: (x: tf.Tensor2D, mode: Mode): tf.Tensor2D => {
          assertShapes("mlp", { x: [x, `N ${inputs}`] });
          return tf.tidy(() =>
            inTurn(
              x,
              layers.map(
                ({ kernel, bias, norm, ...activation }) =>
                  (rows: tf.Tensor2D): tf.Tensor2D => {
                    const weights = kernel as tf.Tensor as tf.Tensor2D;
                    const sums = linear(
                      rows,
                      weights,
                      bias ? (bias as tf.Tensor as tf.Tensor1D) : undefined,
                    );
                    return norm ? batchNorm(sums, norm, mode, { ...activation, decay }) : sums;
                  },
              ),
            ),
          );
        },
      };
    },
    { seed },
  );
}
