import * as tf from "@tensorflow/tfjs";
import { expect, onTestFinished, test } from "vitest";
import { linear } from "./linear.ts";

const random = (shape: number[], seed: number) => tf.randomNormal(shape, 0, 1, "float32", seed);
const x = () => random([4, 3], 1) as tf.Tensor2D;
const kernel = () => random([3, 5], 2) as tf.Tensor2D;
const bias = () => random([5], 3) as tf.Tensor1D;

test("is x kernel + bias, element by element", () => {
  const [rows, weights, offsets] = [x(), kernel(), bias()];
  const [a, w, b] = [rows.arraySync(), weights.arraySync(), offsets.arraySync()];
  const by = (n: number, k: number, start: number) =>
    (a[n] as number[]).reduce(
      (sum, value, i) => sum + value * ((w[i] as number[])[k] as number),
      start,
    );
  const want = (start: (k: number) => number) =>
    [0, 1, 2, 3].map((n) => [0, 1, 2, 3, 4].map((k) => by(n, k, start(k))));
  expect(linear(rows, weights, offsets)).toBeAllclose(
    want((k) => b[k] as number),
    1e-6,
  );
  expect(linear(rows, weights)).toBeAllclose(
    want(() => 0),
    1e-6,
  );
});

test("has the gradients of matMul and add", () => {
  const inputs = [x(), kernel(), bias()];
  const dy = random([4, 5], 4);
  const ours = tf.grads((x, w, b) => linear(x as tf.Tensor2D, w as tf.Tensor2D, b as tf.Tensor1D))(
    inputs,
    dy,
  );
  const theirs = tf.grads((x, w, b) =>
    tf.add(tf.matMul(x as tf.Tensor2D, w as tf.Tensor2D), b as tf.Tensor1D),
  )(inputs, dy);
  ours.forEach((gradient, i) => {
    expect(gradient).toBeAllclose(theirs[i] as tf.Tensor, 1e-6);
  });
});

test("leaves one tensor", () => {
  const [rows, weights, offsets] = [x(), kernel(), bias()];
  const before = tf.memory().numTensors;
  tf.tidy(() => linear(rows, weights, offsets));
  expect(tf.memory().numTensors).toBe(before + 1);
});

test("an engine's kernels are used, for the value and for both gradients", () => {
  const names = { Linear: 7, LinearInputGrad: 8, LinearKernelGrad: 9 };
  const shapes = { Linear: [4, 5], LinearInputGrad: [4, 3], LinearKernelGrad: [3, 5] };
  for (const [kernelName, value] of Object.entries(names)) {
    const shape = shapes[kernelName as keyof typeof shapes];
    tf.registerKernel({
      kernelName,
      backendName: "cpu",
      kernelFunc: () => [tf.fill(shape, value)],
    });
    onTestFinished(() => tf.unregisterKernel(kernelName, "cpu"));
  }
  const { value, grads } = tf.valueAndGrads((x, w) => linear(x as tf.Tensor2D, w as tf.Tensor2D))(
    [x(), kernel()],
    random([4, 5], 4) as tf.Tensor2D,
  );
  expect(value).toBeAllclose(tf.fill([4, 5], 7));
  expect(grads[0] as tf.Tensor).toBeAllclose(tf.fill([4, 3], 8));
  expect(grads[1] as tf.Tensor).toBeAllclose(tf.fill([3, 5], 9));
});
