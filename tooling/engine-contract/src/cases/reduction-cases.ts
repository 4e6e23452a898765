import * as tf from "@tensorflow/tfjs";
import { any, type GradientCase, one, positive, spread } from "./gradient-case.ts";

/** Operations that reduce, normalize or multiply matrices. */
export const REDUCTION_CASES: readonly GradientCase[] = [
  one("AddN", any([2, 3], [2, 3], [2, 3]), (...all: tf.Tensor[]) => tf.addN(all)),
  one("AddN", any([2, 3]), (a: tf.Tensor) => tf.addN([a, a]), "one tensor twice"),

  one("ArgMax", spread([3, 4]), (x: tf.Tensor) =>
    tf.add(tf.cast(tf.argMax(x, 1), "float32"), tf.sum(x, 1)),
  ),
  one("ArgMin", spread([3, 4]), (x: tf.Tensor) =>
    tf.add(tf.cast(tf.argMin(x, 0), "float32"), tf.sum(x, 0)),
  ),
  ...[[0], [1], [0, 1], [2, 0], [-1]].flatMap((axis) => [
    one("Max", spread([2, 3, 5]), (x: tf.Tensor) => tf.max(x, axis), `${axis}`),
    one("Mean", any([2, 3, 5]), (x: tf.Tensor) => tf.mean(x, axis), `${axis}`),
    one("Min", spread([2, 3, 5]), (x: tf.Tensor) => tf.min(x, axis, true), `${axis}`),
    one("Sum", any([2, 3, 5]), (x: tf.Tensor) => tf.sum(x, axis), `${axis}`),
  ]),
  one("Prod", positive([2, 3, 5]), (x: tf.Tensor) => tf.prod(x, 1)),
  one("Cumsum", any([2, 5]), (x: tf.Tensor) => tf.cumsum(x, 1)),
  one("Cumsum", any([3, 5]), (x: tf.Tensor) => tf.cumsum(x, 1, true, true), "exclusive, reverse"),
  one("Softmax", any([4, 7]), (x: tf.Tensor) => tf.softmax(x)),
  one("Softmax", any([2, 3, 130]), (x: tf.Tensor) => tf.softmax(x), "long"),
  one("LogSoftmax", any([4, 7]), (x: tf.Tensor) => tf.logSoftmax(x)),

  ...[false, true].flatMap((a) =>
    [false, true].map((b) =>
      one(
        "BatchMatMul",
        any(a ? [4, 3] : [3, 4], b ? [5, 4] : [4, 5]),
        (x: tf.Tensor, y: tf.Tensor) => tf.matMul(x, y, a, b),
        `transposed: ${a}, ${b}`,
      ),
    ),
  ),
  one(
    "BatchMatMul",
    any([2, 3, 4], [2, 4, 5]),
    (x: tf.Tensor, y: tf.Tensor) => tf.matMul(x, y),
    "batches",
  ),
  one(
    "BatchMatMul",
    any([33, 65], [65, 17]),
    (x: tf.Tensor, y: tf.Tensor) => tf.matMul(x, y),
    "larger",
  ),
];
