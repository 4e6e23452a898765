import * as tf from "@tensorflow/tfjs";
import { expect, onTestFinished, test } from "vitest";
import fixture from "../../fixtures/softmax-cross-entropy.json" with { type: "json" };
import { softmaxCrossEntropy } from "./softmax-cross-entropy.ts";

const shape: [number, number] = [4, 5];
const logits = () => tf.tensor2d(fixture.logits, shape);
const labels = () => tf.tensor2d(fixture.labels, shape);

test("equals PyTorch's loss and gradient for soft labels", () => {
  const soft = labels();
  const { value, grad } = tf.valueAndGrad((x: tf.Tensor) =>
    softmaxCrossEntropy(x as tf.Tensor2D, soft),
  )(logits());
  expect(value).toBeAllclose(fixture.loss, 1e-6);
  expect(grad).toBeAllclose(tf.tensor(fixture.gradient, shape), 1e-6);
});

test("the gradient equals finite differences, also where labels do not sum to 1", () => {
  const weights = tf.mul(labels(), tf.tensor2d([2, 0.5, 0, 1], [4, 1])) as tf.Tensor2D;
  const twice = (x: tf.Tensor) => tf.mul(2, softmaxCrossEntropy(x as tf.Tensor2D, weights));
  const gradient = tf.grad(twice)(logits()).dataSync();
  const h = 1e-2;
  fixture.logits.forEach((_, i) => {
    const moved = (by: number) =>
      twice(
        tf.tensor2d(
          fixture.logits.map((x, j) => (i === j ? x + by : x)),
          shape,
        ),
      ).dataSync()[0];
    const difference = ((moved(h) as number) - (moved(-h) as number)) / (2 * h);
    expect(gradient[i]).toBeCloseTo(difference, 3); // float32 differences of 1e-2
  });
});

test("is log L for equal logits, and finite for large ones", () => {
  const hard = tf.oneHot(tf.tensor1d([0, 2], "int32"), 3) as tf.Tensor2D;
  expect(softmaxCrossEntropy(tf.zeros([2, 3]), hard)).toBeAllclose(Math.log(3), 1e-6);
  const large = tf.tensor2d([
    [1e4, 0, 0],
    [1e4, 0, 0],
  ]);
  expect(softmaxCrossEntropy(large, hard)).toBeAllclose(5000);
});

test("leaves one tensor", () => {
  const [x, soft] = [logits(), labels()];
  const before = tf.memory().numTensors;
  softmaxCrossEntropy(x, soft);
  expect(tf.memory().numTensors).toBe(before + 1);
  tf.grad((x: tf.Tensor) => softmaxCrossEntropy(x as tf.Tensor2D, soft))(x);
  expect(tf.memory().numTensors).toBe(before + 2);
});

test("an engine's kernel is used, and its second output is the gradient", () => {
  tf.registerKernel({
    kernelName: "SoftmaxCrossEntropy",
    backendName: "cpu",
    kernelFunc: ({ inputs }) => [tf.scalar(7), tf.fill((inputs.logits as tf.TensorInfo).shape, 3)],
  });
  onTestFinished(() => tf.unregisterKernel("SoftmaxCrossEntropy", "cpu"));
  const soft = labels();
  const { value, grad } = tf.valueAndGrad((x: tf.Tensor) =>
    softmaxCrossEntropy(x as tf.Tensor2D, soft),
  )(logits());
  expect(value).toBeAllclose(7);
  expect(grad).toBeAllclose(tf.fill(shape, 3));
});

test("throws on shapes that differ", () => {
  expect(() =>
    softmaxCrossEntropy(tf.zeros([2, 3]), tf.zeros([2, 4])),
  ).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: softmaxCrossEntropy: labels must have shape [N, L] with N = 2, L = 3; got [2, 4].]`,
  );
});
