import * as tf from "@tensorflow/tfjs";
import {
  batchNorm,
  defineNetwork,
  globalAveragePool,
  type Mode,
  normVariables,
  permutation,
} from "@unlabeled/core";
import { expect, test } from "vitest";
import { dealt, inGroups, undealt } from "./norm-groups.ts";

const images = (N: number): tf.Tensor4D => tf.randomNormal([N, 2, 2, 3], 1, 2, "float32", 1);

/** Batch norm of the pictures' means: three numbers a picture. */
const network = () =>
  defineNetwork(
    (variables) => {
      const norm = normVariables(variables, 3);
      return {
        apply: (x: tf.Tensor4D, mode: Mode): tf.Tensor2D =>
          tf.tidy(() => batchNorm(globalAveragePool(x), norm, mode)),
      };
    },
    { seed: 0 },
  );

test("normalizes each group by itself", () => {
  const [x, whole] = [images(6), network()];
  const rows = inGroups(x, 2, whole.statistics, (group) => whole.apply(group, "train"));
  const halves = tf.split<tf.Tensor4D>(x, 2).map((half) => network().apply(half, "train"));
  expect(rows).toBeAllclose(tf.concat(halves));
  expect(rows).not.toBeAllclose(network().apply(x, "train"), 0.1);
});

test("moves running statistics once, to the mean of what the groups would make of them", () => {
  const [x, whole] = [images(6), network()];
  const parts = tf.split<tf.Tensor4D>(x, 3).map((part) => {
    const alone = network();
    alone.apply(part, "train");
    return alone.statistics.map(({ variable }) => variable);
  });
  inGroups(x, 3, whole.statistics, (group) => whole.apply(group, "train"));
  whole.statistics.forEach(({ name, variable }, i) => {
    const mean = tf.mean(tf.stack(parts.map((values) => values[i] as tf.Variable)), 0);
    expect(variable, name).toBeAllclose(mean);
  });
});

test("has gradients through every group", () => {
  const whole = network();
  const { grads } = tf.variableGrads(
    () => {
      const rows = inGroups(images(6), 3, whole.statistics, (x) => whole.apply(x, "train"));
      return tf.sum(tf.mul(rows, tf.range(0, 18).reshape([6, 3])));
    },
    whole.parameters.map(({ variable }) => variable),
  );
  const [, offset] = whole.parameters.map(({ variable }) => grads[variable.name] as tf.Tensor);
  expect(offset as tf.Tensor).toBeAllclose([45, 51, 57]); // the weights' sums
});

test("is the function itself with one group", () => {
  const [x, whole, other] = [images(4), network(), network()];
  const rows = inGroups(x, 1, whole.statistics, (group) => whole.apply(group, "train"));
  expect(rows).toBeAllclose(other.apply(x, "train"), 0);
});

test("deals images like cards, and brings rows back", () => {
  const x = tf.tensor4d([0, 1, 2, 3, 4, 5], [6, 1, 1, 1]);
  expect(tf.reshape(dealt(x, 2), [6])).toBeAllclose([0, 2, 4, 1, 3, 5]);
  expect(tf.reshape(dealt(x, 3), [6])).toBeAllclose([0, 3, 1, 4, 2, 5]);
  for (const s of [1, 2, 3, 6]) {
    expect(undealt(tf.reshape(dealt(x, s), [6, 1]), s)).toBeAllclose(tf.reshape(x, [6, 1]));
  }
});

test.for([
  [16, 4],
  [256, 8],
  [12, 3],
  [24, 4], // 24 / 16 is 1.5: 1 or 2
  [8, 8], // each group one image
] as const)("gives each group its share of every slice: N = %d, s = %d", ([N, s]) => {
  const order = tf.tensor4d([...permutation(N, { seed: 0, purpose: "order" })], [N, 1, 1, 1]);
  const slices = tf.split(order, s).map((slice) => new Set(slice.dataSync()));
  for (const group of tf.split(dealt(order, s), s)) {
    for (const slice of slices) {
      const shared = [...group.dataSync()].filter((image) => slice.has(image)).length;
      expect([Math.floor(N / s ** 2), Math.ceil(N / s ** 2)]).toContain(shared);
    }
  }
});

test("leaves one tensor each, their result", () => {
  const [x, whole] = [images(4), network()];
  const before = tf.memory().numTensors;
  const rows = inGroups(x, 2, whole.statistics, (group) => whole.apply(group, "train"));
  dealt(x, 2);
  undealt(rows, 2);
  expect(tf.memory().numTensors).toBe(before + 3);
});
