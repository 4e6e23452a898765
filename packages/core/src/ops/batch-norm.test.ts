import * as tf from "@tensorflow/tfjs";
import { expect, onTestFinished, test } from "vitest";
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
            batchNorm(x, variables, "train", residual ? { residual, activation: "relu" } : {}),
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
  const evaluated = batchNorm(x, variables, "evaluate", { activation: "relu" });
  expect(evaluated).toBeAllclose(batchNorm(x, variables, "train", { activation: "relu" }));
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
      tf.tidy(() => void batchNorm(x, variables, "train", relu ? { activation: "relu" } : {}));
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
    tf.sum(
      tf.mul(batchNorm(x, variables, "train", { residual, activation: "relu" }), weight),
    ) as tf.Scalar;
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

const withSwish = (variables: ReturnType<typeof setUp>) => (x: tf.Tensor, residual?: tf.Tensor) =>
  batchNorm(x, variables, "train", { activation: "swish", ...(residual && { residual }) });

test("a swish comes last, behind the shortcut, in training and in evaluation", () => {
  const variables = setUp(2);
  const [x, residual] = [random([4, 5, 5, 2], 3), random([4, 5, 5, 2], 4)];
  const inner = batchNorm(x, variables, "train", { residual, decay: 0 });
  const swished = tf.mul(inner, tf.sigmoid(inner));
  expect(withSwish(variables)(x, residual)).toBeAllclose(swished, 1e-6);
  batchNorm(x, variables, "train", { decay: 0 });
  const evaluated = batchNorm(x, variables, "evaluate", { residual, activation: "swish" });
  expect(evaluated).toBeAllclose(swished, 1e-4);
});

test("an engine's kernels for a swish are used where there is no shortcut", () => {
  const variables = setUp(2);
  const register = (kernelName: string, kernelFunc: tf.KernelFunc) => {
    tf.registerKernel({ kernelName, backendName: "cpu", kernelFunc });
    onTestFinished(() => tf.unregisterKernel(kernelName, "cpu"));
  };
  const x = random([3, 2], 3);
  const plain = withSwish(variables)(x, tf.zerosLike(x));
  register("BatchNormSwishTrain", ({ inputs: { x, scale, offset } }) => [
    tf.fill((x as tf.TensorInfo).shape, 7),
    tf.clone(scale as tf.Tensor),
    tf.clone(offset as tf.Tensor),
  ]);
  const given: number[][] = [];
  register("BatchNormSwishTrainGrad", ({ inputs, attrs }) => {
    const { dy, x, scale, offset, mean, variance } = inputs as Record<string, tf.Tensor>;
    given.push(...[mean, variance].map((one) => [...(one as tf.Tensor).dataSync()]));
    expect(attrs).toEqual({ epsilon: 1e-5 });
    return [
      tf.add(dy as tf.Tensor, x as tf.Tensor),
      tf.neg(scale as tf.Tensor),
      tf.clone(offset as tf.Tensor),
    ];
  });
  const dy = tf.fill([3, 2], 5);
  const { value, grad } = tf.valueAndGrad(withSwish(variables))(x, dy);
  expect(value).toBeAllclose(tf.fill([3, 2], 7));
  expect(grad).toBeAllclose(tf.add(x, 5));
  const { scale, offset } = variables as { scale: tf.Variable; offset: tf.Variable };
  expect(given).toEqual([scale, offset].map((one) => [...one.dataSync()])); // as the kernel above made them
  expect(withSwish(variables)(x, tf.zerosLike(x))).toBeAllclose(plain);
});

test("throws on an empty x in training, and takes it in evaluation", () => {
  const variables = setUp(2);
  const x = tf.zeros([0, 3, 3, 2]);
  expect(() => batchNorm(x, variables, "train")).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: batchNorm: x must not be empty in mode "train", where it is normalized by its own statistics; got shape [0, 3, 3, 2].]`,
  );
  expect(batchNorm(x, variables, "evaluate").shape).toEqual([0, 3, 3, 2]);
});
