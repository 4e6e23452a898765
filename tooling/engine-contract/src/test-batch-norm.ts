import * as tf from "@tensorflow/tfjs";
import { batchNorm, type Engine } from "@unlabeled/core";
import { beforeAll, describe, expect, test } from "vitest";
import { type Computed, computed, expectClose, normal } from "./compute.ts";

interface Case {
  readonly shape: number[];
  readonly activation?: "relu" | "swish";
  readonly shortcut: boolean;
}

/** Core's batch normalization with shortcut and ReLU, against its plain definition on the cpu backend. */
export function testBatchNorm(engine: Engine): void {
  describe("batch normalization", () => {
    beforeAll(async () => {
      await engine.start({ threads: 2 });
    });

    test.for<Case>([
      { shape: [3, 5, 4, 16], activation: "relu", shortcut: true },
      { shape: [3, 5, 4, 16], shortcut: false },
      { shape: [2, 3, 3, 7], activation: "relu", shortcut: false },
      { shape: [2, 3, 3, 7], activation: "relu", shortcut: true },
      { shape: [40, 35], shortcut: true },
      { shape: [5000, 24], activation: "relu", shortcut: false },
      { shape: [9, 200], activation: "relu", shortcut: true },
      { shape: [300, 1], activation: "relu", shortcut: true },
      { shape: [2, 5], shortcut: false },
      { shape: [3, 5, 4, 16], activation: "swish", shortcut: false },
      { shape: [2, 3, 3, 7], activation: "swish", shortcut: true },
      { shape: [5000, 24], activation: "swish", shortcut: false },
      { shape: [60, 200], activation: "swish", shortcut: false },
    ])("equals the plain definition on the cpu backend: %o", async (one) => {
      const want = await compute("cpu", one);
      expectClose(await compute(engine.name, one), want, 2e-5, 1);
    });

    test.for([2, 64])(
      "where the gradients of a shortcut and a branch meet: batch %i",
      async (N) => {
        const want = await computeBlock("cpu", N);
        expectClose(await computeBlock(engine.name, N), want, 2e-5);
      },
    );

    test("a large mean costs no precision", async () => {
      await tf.setBackend(engine.name);
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
  });
}

const variablesOf = (C: number, seed: number) => ({
  scale: tf.variable(normal([C], seed, 0.3)),
  offset: tf.variable(normal([C], seed + 1, 0.3)),
  mean: tf.variable(tf.zeros([C])),
  variance: tf.variable(tf.ones([C])),
});

/** y, running statistics and all gradients on a backend. */
async function compute(
  backend: string,
  { shape, activation, shortcut }: Case,
): Promise<Computed[]> {
  await tf.setBackend(backend);
  const variables = variablesOf(shape.at(-1) as number, 1);
  const apply = (x: tf.Tensor, _scale: tf.Tensor, _offset: tf.Tensor, residual?: tf.Tensor) =>
    batchNorm(x, variables, "train", {
      ...(activation && { activation }),
      ...(residual && { residual }),
    });
  const inputs = [normal(shape, 3, 5), variables.scale, variables.offset];
  if (shortcut) inputs.push(normal(shape, 4));
  const { value, grads } = tf.valueAndGrads(apply)(inputs, normal(shape, 5));
  return [value, variables.mean, variables.variance, ...grads].map(computed);
}

/** A residual block: two gradients are added before its first normalization. */
async function computeBlock(backend: string, N: number): Promise<Computed[]> {
  await tf.setBackend(backend);
  const shape = [N, 4, 4, 16];
  const [first, second] = [variablesOf(16, 1), variablesOf(16, 3)];
  const apply = (x: tf.Tensor, kernel: tf.Tensor, residual: tf.Tensor) => {
    const y = batchNorm(x, first, "train", { activation: "relu", residual });
    const branch = tf.conv2d(y as tf.Tensor4D, kernel as tf.Tensor4D, 1, "same");
    return batchNorm(branch as tf.Tensor, second, "train", { activation: "relu", residual: y });
  };
  const inputs = [normal(shape, 5), tf.mul(0.1, normal([3, 3, 16, 16], 6)), normal(shape, 7)];
  const { value, grads } = tf.valueAndGrads(apply)(inputs, normal(shape, 8));
  return [value, ...grads].map(computed);
}
