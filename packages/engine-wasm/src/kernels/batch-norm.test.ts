import * as tf from "@tensorflow/tfjs";
import { batchNorm } from "@unlabeled/core";
import { beforeAll, expect, test } from "vitest";
import { engine } from "../engine.ts";

beforeAll(async () => {
  await engine.start({ threads: 2 });
});

const random = (shape: number[], seed: number, mean = 0.3) =>
  tf.randomNormal(shape, mean, 1, "float32", seed);

/** y, running statistics and all gradients on a backend. */
async function compute(
  backend: string,
  shape: number[],
  options: { relu: boolean; shortcut: boolean },
) {
  await tf.setBackend(backend);
  const C = shape.at(-1) as number;
  const variables = {
    scale: tf.variable(random([C], 1)),
    offset: tf.variable(random([C], 2)),
    mean: tf.variable(tf.zeros([C])),
    variance: tf.variable(tf.ones([C])),
  };
  const apply = (x: tf.Tensor, _scale: tf.Tensor, _offset: tf.Tensor, residual?: tf.Tensor) =>
    batchNorm(x, variables, "train", { relu: options.relu, ...(residual && { residual }) });
  const x = random(shape, 3, 5);
  const inputs = [
    x,
    variables.scale,
    variables.offset,
    ...(options.shortcut ? [random(shape, 4)] : []),
  ];
  const dy = random(shape, 5);
  const { value, grads } = tf.valueAndGrads(apply)(inputs, dy);
  return [value, variables.mean, variables.variance, ...grads].map((tensor) => tensor.arraySync());
}

test.for([
  { shape: [3, 5, 4, 16], relu: true, shortcut: true },
  { shape: [3, 5, 4, 16], relu: false, shortcut: false },
  { shape: [2, 3, 3, 7], relu: true, shortcut: false },
  { shape: [2, 3, 3, 7], relu: true, shortcut: true },
  { shape: [40, 35], relu: false, shortcut: true },
  { shape: [5000, 24], relu: true, shortcut: false },
  { shape: [300, 1], relu: true, shortcut: true },
])("equals the plain definition on the cpu backend: %o", async ({ shape, ...options }) => {
  const want = await compute("cpu", shape, options);
  const got = await compute("wasm", shape, options);
  await tf.setBackend("cpu");
  want.forEach((values, i) => {
    const size = Math.max(1, tf.max(tf.abs(tf.tensor(values))).arraySync() as number);
    expect(tf.tensor(got[i] as number[])).toBeAllclose(tf.tensor(values), 2e-5 * size);
  });
});

test("a large mean costs no precision", async () => {
  await tf.setBackend("wasm");
  const C = 4;
  const variables = {
    scale: tf.variable(tf.ones([C])),
    mean: tf.variable(tf.zeros([C])),
    variance: tf.variable(tf.zeros([C])),
  };
  // 1000 ± 0.5: the mean of squares minus the square of the mean would lose all digits
  const x = tf.add(1000, tf.mul(0.5, tf.sub(tf.mul(2, tf.mod(tf.range(0, 64), 2)), 1)));
  batchNorm(tf.tile(tf.reshape(x, [64, 1]), [1, C]), variables, "train", { decay: 0 });
  expect(variables.mean).toBeAllclose([1000, 1000, 1000, 1000], 1e-3);
  expect(variables.variance).toBeAllclose([0.25, 0.25, 0.25, 0.25], 1e-5);
});
