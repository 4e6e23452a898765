import * as tf from "@tensorflow/tfjs";
import { assertPositiveIntegers } from "../assert-positive-integers.ts";
import { assertShapes } from "../assert-shapes.ts";
import { batchNorm } from "../ops/batch-norm.ts";
import { inTurn } from "../ops/in-turn.ts";
import { linear } from "../ops/linear.ts";
import { type Defined, defineNetwork } from "./define-network.ts";
import { type Initializer, truncatedNormal } from "./initializers.ts";
import type { Mode, NamedVariable, Network } from "./network.ts";
import { normVariables } from "./norm-variables.ts";
import { type VariableMaker, within } from "./variable-maker.ts";

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

/** A head that can be cut behind each of its layers. */
export interface LayeredHead extends Head {
  /** Length of what each layer gives, the first layer's first. */
  readonly widths: readonly number[];
  /**
   * The first layers, each with its normalization and ReLU, as a head on the same variables. Its clone has its own.
   *
   * @param layers - How many, in [1, widths.length].
   * @throws {RangeError} If there are not so many.
   */
  upTo(layers: number): Head;
  clone(): LayeredHead;
}

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
  hidden = [],
  hiddenBias = false,
  outputBias = true,
  outputNorm = "none",
  initializer = truncatedNormal(),
  decay = 0.9,
  ...given
}: MlpOptions): LayeredHead {
  const options = { hidden, hiddenBias, outputBias, outputNorm, initializer, decay, ...given };
  assertPositiveIntegers("mlp", {
    inputs: given.inputs,
    ...Object.fromEntries(hidden.map((units, i) => [`hidden[${i}]`, units])),
    outputs: given.outputs,
  });
  if (!(decay >= 0 && decay <= 1)) {
    throw new RangeError(`mlp: decay must be in [0, 1]; got ${decay}.`);
  }
  return layered(
    [...hidden, given.outputs],
    defineNetwork(layersOf(options), { seed: given.seed }),
  );
}

/** A head with its layers: how it can be cut. */
function layered(widths: readonly number[], whole: Defined<Layers>): LayeredHead {
  const upTo = (network: Defined<Layers>, layers: number): Head => {
    const isKept = ({ name }: NamedVariable) =>
      widths.some((_, i) => i < layers && name.startsWith(`layer${i + 1}/`));
    return {
      parameters: network.parameters.filter(isKept),
      statistics: network.statistics.filter(isKept),
      apply: (x, mode) => network.first(layers, x, mode),
      clone: () => {
        const copy = network.clone();
        for (const one of [...copy.parameters, ...copy.statistics]) {
          if (!isKept(one)) one.variable.dispose();
        }
        return upTo(copy, layers);
      },
    };
  };
  return {
    ...whole,
    widths,
    upTo(layers) {
      if (Number.isInteger(layers) && layers >= 1 && layers <= widths.length) {
        return upTo(whole, layers);
      }
      throw new RangeError(
        `upTo: layers must be an integer in [1, ${widths.length}]; got ${layers}.`,
      );
    },
    clone: () => layered(widths, whole.clone()),
  };
}

interface Layers {
  apply(x: tf.Tensor2D, mode: Mode): tf.Tensor2D;
  /** Of so many layers. */
  first(layers: number, x: tf.Tensor2D, mode: Mode): tf.Tensor2D;
}

function layersOf({
  inputs,
  hidden,
  outputs,
  hiddenBias,
  outputBias,
  outputNorm,
  initializer,
  decay,
}: Required<MlpOptions>): (variables: VariableMaker) => Layers {
  const sizes = [inputs, ...hidden, outputs];
  const widths = sizes.slice(1).map((size, i) => [sizes[i] as number, size] as const);
  return (variables) => {
    const layers = widths.map(([from, to], i) => {
      const inLayer = within(variables, `layer${i + 1}`);
      const last = i === hidden.length;
      const kernel = inLayer.kernel("kernel", [from, to], initializer);
      const bias = (last ? outputBias : hiddenBias) && inLayer.bias("bias", [to]);
      const offset = !last || outputNorm === "whole";
      const norm =
        (!last || outputNorm !== "none") && normVariables(within(inLayer, "norm"), to, { offset });
      return (mode: Mode) => (rows: tf.Tensor2D) => {
        const sums = linear(
          rows,
          kernel as tf.Tensor as tf.Tensor2D,
          bias ? (bias as tf.Tensor as tf.Tensor1D) : undefined,
        );
        if (!norm) return sums;
        return batchNorm(sums, norm, mode, { ...(!last && { activation: "relu" }), decay });
      };
    });
    const first: Layers["first"] = (count, x, mode) => {
      assertShapes("mlp", { x: [x, `N ${inputs}`] });
      const applied = layers.slice(0, count).map((layer) => layer(mode));
      return tf.tidy(() => inTurn(x, applied));
    };
    return { first, apply: (x, mode) => first(layers.length, x, mode) };
  };
}
