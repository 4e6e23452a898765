import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import { lossAndGradients } from "../gradients/loss-and-gradients.ts";
import { frozen } from "./frozen.ts";
import { mlp } from "./mlp.ts";

const rows = () => tf.randomNormal<tf.Rank.R2>([6, 3], 0, 1, "float32", 7);
const network = () => mlp({ inputs: 3, hidden: [4], outputs: 2, seed: 0 });

test("evaluates in training, moves no statistics and has nothing to train", () => {
  const plain = network();
  const still = frozen(plain);
  const before = plain.statistics.map(({ variable }) => variable.arraySync());
  expect(still.apply(rows(), "train")).toBeAllclose(plain.apply(rows(), "evaluate"));
  expect(plain.statistics.map(({ variable }) => variable.arraySync())).toEqual(before);
  expect(still.parameters).toEqual([]);
  expect(still.statistics.map(({ name }) => name)).toEqual(
    [...plain.parameters, ...plain.statistics].map(({ name }) => name),
  );
  expect(still.statistics[0]?.variable).toBe(plain.parameters[0]?.variable);
});

test("lets gradients through to what is before it", () => {
  const still = frozen(network());
  const x = tf.variable(rows());
  const { gradients } = lossAndGradients(
    () => tf.sum<tf.Scalar>(still.apply(x as tf.Tensor as tf.Tensor2D, "train")),
    [{ name: "x", variable: x }],
  );
  expect(gradients.x?.abs().sum().arraySync()).toBeGreaterThan(0);
});

test("a clone is frozen too, on variables of its own", () => {
  const plain = network();
  const copy = frozen(plain).clone();
  expect(copy.apply(rows(), "train")).toBeAllclose(plain.apply(rows(), "evaluate"));
  expect(copy.parameters).toEqual([]);
  expect(copy.statistics[0]?.variable).not.toBe(plain.parameters[0]?.variable);
});
