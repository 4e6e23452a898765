import * as tf from "@tensorflow/tfjs";
import { expect, onTestFinished, test } from "vitest";
import { scaleChannels } from "./scale-channels.ts";

const random = (shape: number[], seed: number) => tf.randomNormal(shape, 0, 1, "float32", seed);
const maps = () => random([2, 3, 4, 5], 1) as tf.Tensor4D;
const factorsOf = (seed: number) => random([2, 5], seed) as tf.Tensor2D;
const scale = (...[x, factors]: tf.Tensor[]) =>
  scaleChannels(x as tf.Tensor4D, factors as tf.Tensor2D);

test("equals a loop over images, pixels and channels, and so do its gradients", () => {
  const [x, factors, dy] = [maps(), factorsOf(2), random([2, 3, 4, 5], 3)];
  const { value, grads } = tf.valueAndGrads(scale)([x, factors], dy as tf.Tensor4D);
  const [xs, fs, dys] = [x, factors, dy].map((tensor) => tensor.dataSync()) as [
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  const y = new Float32Array(x.size);
  const dx = new Float32Array(x.size);
  const dFactors = new Float32Array(10);
  for (let n = 0; n < 2; n++) {
    for (let pixel = 0; pixel < 12; pixel++) {
      for (let c = 0; c < 5; c++) {
        const [i, j] = [(n * 12 + pixel) * 5 + c, n * 5 + c];
        y[i] = (xs[i] as number) * (fs[j] as number);
        dx[i] = (dys[i] as number) * (fs[j] as number);
        dFactors[j] = (dFactors[j] as number) + (dys[i] as number) * (xs[i] as number);
      }
    }
  }
  expect(value).toBeAllclose(tf.tensor(y, x.shape), 1e-6);
  expect(grads[0]).toBeAllclose(tf.tensor(dx, x.shape), 1e-6);
  expect(grads[1]).toBeAllclose(tf.tensor(dFactors, [2, 5]), 1e-5);
});

test("leaves one tensor, and keeps what it was given alone for the gradient", () => {
  const [x, factors] = [maps(), factorsOf(2)];
  const before = tf.memory().numTensors;
  scaleChannels(x, factors);
  expect(tf.memory().numTensors).toBe(before + 1);
  let kept = 0;
  tf.grad((x: tf.Tensor) => {
    const start = tf.memory().numDataBuffers;
    const y = scale(x, factors);
    kept = tf.memory().numDataBuffers - start;
    return y;
  })(x);
  expect(kept).toBe(1); // y
});

test("throws on shapes that do not fit", () => {
  expect(() =>
    scaleChannels(maps(), random([5, 2], 1) as tf.Tensor2D),
  ).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: scaleChannels: x must have shape [N, H, W, C] and factors [N, C]; got [2, 3, 4, 5] and [5, 2].]`,
  );
  const rows = random([2, 5], 1) as tf.Tensor as tf.Tensor4D;
  expect(() => scaleChannels(rows, factorsOf(2))).toThrow("scaleChannels: x must have shape");
});

test("an engine's kernels are used, for the value and for the gradients", () => {
  const register = (kernelName: string, kernelFunc: tf.KernelFunc) => {
    tf.registerKernel({ kernelName, backendName: "cpu", kernelFunc });
    onTestFinished(() => tf.unregisterKernel(kernelName, "cpu"));
  };
  register("ScaleChannels", ({ inputs: { x } }) => [tf.fill((x as tf.TensorInfo).shape, 7)]);
  register("ScaleChannelsGrad", ({ inputs: { dy, x, factors } }) => [
    tf.add(dy as tf.Tensor, x as tf.Tensor),
    tf.neg(factors as tf.Tensor),
  ]);
  const [x, factors] = [tf.ones([1, 1, 1, 2]), tf.ones([1, 2])];
  const { value, grads } = tf.valueAndGrads(scale)([x, factors], tf.fill([1, 1, 1, 2], 3));
  expect(value).toBeAllclose(tf.fill([1, 1, 1, 2], 7));
  expect(grads[0]).toBeAllclose(tf.fill([1, 1, 1, 2], 4));
  expect(grads[1]).toBeAllclose(tf.fill([1, 2], -1));
});
