import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import pytorch from "../../fixtures/batch-norm.json" with { type: "json" };
import { type BatchNormVariables, batchNorm } from "./batch-norm.ts";

const random = (shape: number[], seed: number): tf.Tensor =>
  tf.randomNormal(shape, 0.3, 1, "float32", seed);

function setUp(C: number): BatchNormVariables {
  return {
    scale: tf.variable(random([C], 1)),
    offset: tf.variable(random([C], 2)),
    mean: tf.variable(tf.zeros([C])),
    variance: tf.variable(tf.ones([C])),
  };
}

/** Algorithm 1 of the paper in differentiable tfjs operations. */
function reference(x: tf.Tensor, scale: tf.Tensor, offset: tf.Tensor, residual?: tf.Tensor) {
  const { mean, variance } = tf.moments(x, [0, 1, 2]);
  const y = tf.add(tf.mul(tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, 1e-5))), scale), offset);
  return residual ? tf.relu(tf.add(y, residual)) : y;
}

test.for([true, false])(
  "equals the paper's algorithm and its gradients; shortcut and ReLU: %s",
  (shortcut) => {
    const variables = setUp(3);
    const [x, residual, weight] = [5, 6, 7].map((seed) => random([2, 4, 3, 3], seed)) as [
      tf.Tensor,
      tf.Tensor,
      tf.Tensor,
    ];
    const inputs = [
      x,
      variables.scale,
      variables.offset as tf.Tensor,
      ...(shortcut ? [residual] : []),
    ];
    const fused = tf.valueAndGrads(
      (x: tf.Tensor, _s: tf.Tensor, _o: tf.Tensor, residual?: tf.Tensor) =>
        tf.sum(
          tf.mul(
            batchNorm(x, variables, "train", residual ? { residual, relu: true } : {}),
            weight,
          ),
        ),
    )(inputs);
    const plain = tf.valueAndGrads(
      (x: tf.Tensor, s: tf.Tensor, o: tf.Tensor, residual?: tf.Tensor) =>
        tf.sum(tf.mul(reference(x, s, o, residual), weight)),
    )(inputs);
    expect(fused.value).toBeAllclose(plain.value, 1e-4);
    expect(fused.grads.length).toBe(inputs.length);
    fused.grads.forEach((gradient, i) => {
      expect(gradient).toBeAllclose(plain.grads[i] as tf.Tensor, 1e-4);
    });
  },
);

test("moves the running statistics towards the batch's, and evaluates with them", () => {
  const variables = setUp(2);
  const x = random([4, 5, 5, 2], 3);
  const { mean, variance } = tf.moments(x, [0, 1, 2]);
  batchNorm(x, variables, "train", { decay: 0.75 });
  expect(variables.mean).toBeAllclose(tf.mul(mean, 0.25));
  expect(variables.variance).toBeAllclose(tf.add(0.75, tf.mul(variance, 0.25)));
  batchNorm(x, variables, "train", { decay: 0 });
  const evaluated = batchNorm(x, variables, "evaluate", { relu: true });
  expect(evaluated).toBeAllclose(batchNorm(x, variables, "train", { relu: true }));
});

test("leaves one tensor", () => {
  const variables = setUp(2);
  const x = random([4, 5, 5, 2], 3);
  const before = tf.memory().numTensors;
  batchNorm(x, variables, "train");
  batchNorm(x, variables, "evaluate");
  expect(tf.memory().numTensors).toBe(before + 2);
});

test("saves its output for the gradient only behind a ReLU", () => {
  const variables = setUp(2);
  const x = random([4, 5, 5, 2], 3);
  const saved = (relu: boolean) => {
    let bytes = 0;
    tf.variableGrads(() => {
      const before = tf.memory().numBytes;
      tf.tidy(() => void batchNorm(x, variables, "train", { relu }));
      bytes = tf.memory().numBytes - before;
      return tf.sum(variables.scale);
    }, [variables.scale]);
    return bytes;
  };
  expect(saved(true) - saved(false)).toBe(4 * x.size);
});

const map = ({ shape, values }: { shape: number[]; values: number[] }) => tf.tensor(values, shape);

test("equals PyTorch's layer and its gradients, but for the running variance, which is biased here", () => {
  const variables = {
    scale: tf.variable(tf.tensor(pytorch.scale)),
    offset: tf.variable(tf.tensor(pytorch.offset)),
    mean: tf.variable(tf.zeros([2])),
    variance: tf.variable(tf.ones([2])),
  };
  const x = map(pytorch.x);
  const [dx, dScale, dOffset] = tf.grads((x: tf.Tensor, _scale: tf.Tensor, _offset: tf.Tensor) =>
    batchNorm(x, variables, "train", { decay: 1 }),
  )([x, variables.scale, variables.offset], map(pytorch.dy)) as [tf.Tensor, tf.Tensor, tf.Tensor];
  expect(dx).toBeAllclose(map(pytorch.dx));
  expect(dScale).toBeAllclose(pytorch.dScale);
  expect(dOffset).toBeAllclose(pytorch.dOffset);
  expect(batchNorm(x, variables, "train")).toBeAllclose(map(pytorch.y));
  expect(variables.mean).toBeAllclose(pytorch.mean);
  const rows = x.size / 2;
  const biased = pytorch.unbiasedVariance.map((v) => 0.9 + ((v - 0.9) * (rows - 1)) / rows);
  expect(variables.variance).toBeAllclose(biased);
});

test("its gradients equal finite differences, with shortcut and ReLU", () => {
  const variables = setUp(2);
  const [x, residual, weight] = [5, 6, 7].map((seed) => random([2, 2, 3, 2], seed)) as [
    tf.Tensor,
    tf.Tensor,
    tf.Tensor,
  ];
  const f = (x: tf.Tensor, residual: tf.Tensor) =>
    tf.sum(tf.mul(batchNorm(x, variables, "train", { residual, relu: true }), weight)) as tf.Scalar;
  const gradients = tf.grads(f)([x, residual]);
  const h = 1e-2;
  [x, residual].forEach((input, which) => {
    const values = [...input.dataSync()];
    const gradient = gradients[which]?.dataSync() as Float32Array;
    values.forEach((_, i) => {
      const moved = (by: number) => {
        const other = tf.tensor(
          values.map((v, j) => (i === j ? v + by : v)),
          input.shape,
        );
        const pair: [tf.Tensor, tf.Tensor] = which === 0 ? [other, residual] : [x, other];
        return f(...pair).dataSync()[0] as number;
      };
      const difference = (moved(h) - moved(-h)) / (2 * h);
      expect(Math.abs((gradient[i] as number) - difference)).toBeLessThan(1e-2); // float32, step 1e-2
    });
  });
});
