import * as tf from "@tensorflow/tfjs";
import { expect, onTestFinished, test } from "vitest";
import fixture from "../../fixtures/swish.json" with { type: "json" };
import { swish } from "./swish.ts";

const random = () => tf.randomNormal([2, 3, 5], 0, 2, "float32", 1);

test("equals PyTorch's SiLU and its gradient", () => {
  const { value, grad } = tf.valueAndGrad(swish)(tf.tensor(fixture.x));
  expect(value).toBeAllclose(fixture.y, 2e-6);
  expect(grad).toBeAllclose(fixture.dx, 2e-6);
});

test("equals x σ(x), made of two operations, with its gradient", () => {
  const [x, dy] = [random(), tf.randomNormal([2, 3, 5], 0, 1, "float32", 2)];
  const one = tf.valueAndGrad(swish)(x, dy);
  const two = tf.valueAndGrad((x: tf.Tensor) => tf.mul(x, tf.sigmoid(x)))(x, dy);
  expect(one.value).toBeAllclose(two.value, 1e-6);
  expect(one.grad).toBeAllclose(two.grad, 1e-6);
});

test("its gradient equals finite differences", () => {
  const x = random();
  const [values, gradient] = [[...x.dataSync()], tf.grad(swish)(x).dataSync()];
  const h = 1e-2;
  values.forEach((value, i) => {
    const [above, below] = swish(tf.tensor1d([value + h, value - h])).dataSync();
    const difference = ((above as number) - (below as number)) / (2 * h);
    expect(gradient[i]).toBeCloseTo(difference, 3); // float32 differences of 1e-2
  });
});

test("leaves one tensor, and keeps x alone for the gradient", () => {
  const x = random();
  const before = tf.memory().numTensors;
  swish(x);
  expect(tf.memory().numTensors).toBe(before + 1);
  let kept = 0;
  tf.grad((x: tf.Tensor) => {
    const start = tf.memory().numDataBuffers;
    const y = swish(x);
    kept = tf.memory().numDataBuffers - start;
    return y;
  })(x);
  expect(kept).toBe(1); // y; what is kept of x shares its data
  expect(tf.memory().numTensors).toBe(before + 2);
});

test("an engine's kernels are used, for the value and for the gradient", () => {
  tf.registerKernel({
    kernelName: "Swish",
    backendName: "cpu",
    kernelFunc: ({ inputs: { x } }) => [tf.fill((x as tf.TensorInfo).shape, 7)],
  });
  tf.registerKernel({
    kernelName: "SwishGrad",
    backendName: "cpu",
    kernelFunc: ({ inputs: { dy, x } }) => [
      tf.tidy(() => tf.add(tf.mul(dy as tf.Tensor, 10), x as tf.Tensor)),
    ],
  });
  onTestFinished(() => {
    tf.unregisterKernel("Swish", "cpu");
    tf.unregisterKernel("SwishGrad", "cpu");
  });
  const { value, grad } = tf.valueAndGrad(swish)(tf.tensor1d([1, 2]), tf.tensor1d([3, 4]));
  expect(value).toBeAllclose([7, 7]);
  expect(grad).toBeAllclose([31, 42]);
});
