import * as tf from "@tensorflow/tfjs";

/** A differentiable call: inputs (made on the current backend) and what is done with them. */
export interface GradientCase {
  /** Name in tfjs's gradient registry. */
  readonly operation: string;
  /** What is special about this call. */
  readonly variant?: string;
  readonly inputs: () => tf.Tensor[];
  readonly apply: (...inputs: tf.Tensor[]) => tf.Tensor;
}

type Numbers = readonly number[];

/** From shapes to what makes tensors of them. */
type Maker = (...shapes: Numbers[]) => () => tf.Tensor[];

/** Values in (low, high), the same on every backend. */
export const uniform =
  (low: number, high: number): Maker =>
  (...shapes: Numbers[]): (() => tf.Tensor[]) =>
  () =>
    shapes.map((shape, i) => tf.randomUniform([...shape], low, high, "float32", i + 1));

export const any: Maker = uniform(-2, 2);
export const inside: Maker = uniform(-0.9, 0.9);
export const positive: Maker = uniform(0.3, 3);
export const aboveOne: Maker = uniform(1.2, 3);
/** Distinct values 0.1 apart at least, none near 0: for what has steps, maxima or an order. */
export const spread: Maker =
  (...shapes: Numbers[]) =>
  () =>
    shapes.map((shape, k) => {
      const size = tf.util.sizeFromShape([...shape]);
      const order = tf.randomUniform([size], 0, 1, "float32", k + 7).dataSync();
      const rank = [...order.keys()].sort((a, b) => (order[a] as number) - (order[b] as number));
      const values = new Float32Array(size);
      rank.forEach((at, i) => {
        values[at] = (i - Math.floor(size / 2)) * 0.13 + 0.05;
      });
      return tf.tensor(values, [...shape]);
    });

/** One call for each kind of shape: even, odd, scalar, empty, large. */
export const unary = (
  operation: string,
  apply: (x: tf.Tensor) => tf.Tensor,
  inputs: Maker = any,
): GradientCase[] =>
  [[2, 3, 5], [7], [], [2, 0, 3], [17, 31, 33]].map((shape) => ({
    operation,
    variant: `[${shape}]`,
    inputs: inputs(shape),
    apply,
  }));

/** One call for each pair of shapes; the first two are of equal ones. */
export const binary = (
  operation: string,
  apply: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor,
  inputs: Maker = any,
): GradientCase[] =>
  [
    [
      [2, 3, 5],
      [2, 3, 5],
    ],
    [
      [17, 31, 33],
      [17, 31, 33],
    ],
    [[2, 3, 5], [5]],
    [[33], [17, 31, 33]],
    [
      [3, 1],
      [2, 1, 4],
    ],
    [[], [3]],
    [
      [2, 3, 1, 5],
      [4, 1],
    ],
  ].map(([a = [], b = []]) => ({
    operation,
    variant: `[${a}] and [${b}]`,
    inputs: inputs(a, b),
    apply,
  }));

export const one = (
  operation: string,
  inputs: () => tf.Tensor[],
  apply: (...inputs: never[]) => tf.Tensor,
  variant = "",
): GradientCase => ({ operation, variant, inputs, apply: apply as GradientCase["apply"] });

export type T1 = tf.Tensor1D;
export type T4 = tf.Tensor4D;
export type T5 = tf.Tensor5D;
export const int = (values: number[]): tf.Tensor1D => tf.tensor1d(values, "int32");
