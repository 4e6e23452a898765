import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import { batchNorm } from "./batch-norm.ts";
import { conv2d } from "./conv-2d.ts";
import { type ConvBatchNormVariables, convBatchNorm } from "./conv-batch-norm.ts";

const random = (shape: number[], seed: number): tf.Tensor =>
  tf.randomNormal(shape, 0.3, 1, "float32", seed);

function setUp(): ConvBatchNormVariables {
  return {
    kernel: tf.variable(random([3, 3, 2, 3], 1)),
    scale: tf.variable(random([3], 2)),
    offset: tf.variable(random([3], 3)),
    mean: tf.variable(tf.zeros([3])),
    variance: tf.variable(tf.ones([3])),
  };
}

test.for([
  ["train", { stride: 2, padding: 1 }],
  ["evaluate", { stride: 2, padding: 1 }],
  ["train", { dilation: 2, padding: 1 }],
] as const)("is conv2d, then batchNorm, in mode %s: %o", ([mode, convolution]) => {
  const [fused, plain] = [setUp(), setUp()];
  const x = random([2, 5, 4, 2], 4) as tf.Tensor4D;
  const normalization = {
    epsilon: 1e-3,
    decay: 0.5,
    activation: "relu",
    residual: random([2, 3, 2, 3], 5),
  } as const;
  const kernel = plain.kernel as tf.Tensor as tf.Tensor4D;
  const expected = batchNorm(conv2d(x, kernel, convolution), plain, mode, normalization);
  const y = convBatchNorm(x, fused, mode, { ...convolution, ...normalization });
  expect(y).toBeAllclose(expected);
  expect(fused.mean).toBeAllclose(plain.mean);
  expect(fused.variance).toBeAllclose(plain.variance);
});

test("gradients reach the kernel, the scale, the offset and x", () => {
  const variables = setUp();
  const x = tf.variable(random([2, 4, 4, 2], 4));
  const { kernel, scale, offset } = variables as Required<ConvBatchNormVariables>;
  const trained = [x, kernel, scale, offset];
  const weight = random([2, 4, 4, 3], 6);
  const f = () =>
    tf.sum(
      tf.mul(
        convBatchNorm(x as tf.Tensor as tf.Tensor4D, variables, "train", { padding: 1 }),
        weight,
      ),
    ) as tf.Scalar;
  const { grads } = tf.variableGrads(f, trained);
  const h = 1e-2;
  for (const variable of trained) {
    const values = [...variable.dataSync()];
    const gradient = grads[variable.name]?.dataSync() as Float32Array;
    for (let i = 0; i < values.length; i += 11) {
      const moved = (by: number) => {
        variable.assign(
          tf.tensor(
            values.map((v, j) => (i === j ? v + by : v)),
            variable.shape,
          ),
        );
        return f().dataSync()[0] as number;
      };
      const difference = (moved(h) - moved(-h)) / (2 * h);
      variable.assign(tf.tensor(values, variable.shape));
      expect(Math.abs((gradient[i] as number) - difference)).toBeLessThan(1e-2); // float32, step 1e-2
    }
  }
});

test("leaves one tensor", () => {
  const variables = setUp();
  const x = random([2, 4, 4, 2], 4) as tf.Tensor4D;
  const before = tf.memory().numTensors;
  convBatchNorm(x, variables, "train", { padding: 1, activation: "relu" });
  convBatchNorm(x, variables, "evaluate", { padding: 1 });
  expect(tf.memory().numTensors).toBe(before + 2);
});
