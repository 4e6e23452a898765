import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import { similarityLogSumExp } from "./similarity-log-sum-exp.ts";

const [N, M, D] = [7, 9, 4];
const a: tf.Tensor2D = tf.randomNormal([N, D], 0, 1, "float32", 1);
const b: tf.Tensor2D = tf.randomNormal([M, D], 0, 1, "float32", 2);
const weights: tf.Tensor1D = tf.randomNormal([N], 0, 1, "float32", 3);

/** All products at once, by the plain operations. */
function plain(x: tf.Tensor2D, y: tf.Tensor2D, temperature: number, exclude?: "diagonal") {
  const logits = tf.div(tf.matMul(x, y, false, true), temperature);
  const own = tf.mul(tf.eye(N, y.shape[0]), exclude ? 1e9 : 0);
  return tf.logSumExp(tf.sub(logits, own), 1) as tf.Tensor1D;
}

const cases = [1, 0.05].flatMap((temperature) =>
  [undefined, "diagonal" as const].flatMap((exclude) =>
    [1, 20, 1000].map((most) => ({ temperature, exclude, most })),
  ),
);

test.for(cases)(
  "value and gradients are those of all products at once: %o",
  ({ most, ...options }) => {
    const ours = (x: tf.Tensor, y: tf.Tensor) =>
      similarityLogSumExp(x as tf.Tensor2D, y as tf.Tensor2D, options, most);
    const theirs = (x: tf.Tensor, y: tf.Tensor) =>
      plain(x as tf.Tensor2D, y as tf.Tensor2D, options.temperature, options.exclude);
    for (const [x, y] of [
      [a, b],
      [a, a], // one tensor in both places gets both gradients
    ] as const) {
      expect(ours(x, y)).toBeAllclose(theirs(x, y));
      const of = (f: typeof ours) =>
        tf.grads((p, q) => tf.sum(tf.mul(f(p as tf.Tensor, q as tf.Tensor), weights)));
      const [found, expected] = [of(ours)([x, y]), of(theirs)([x, y])];
      expect(found[0]).toBeAllclose(expected[0] as tf.Tensor, 1e-5);
      expect(found[1]).toBeAllclose(expected[1] as tf.Tensor, 1e-5);
      const alone = (f: typeof ours) => tf.grad((p) => tf.sum(tf.mul(f(p, p), weights)))(x);
      if (x === y) expect(alone(ours)).toBeAllclose(alone(theirs), 1e-5);
    }
  },
);

test("leaves one tensor, its result, and two of the gradient", () => {
  const before = tf.memory().numTensors;
  similarityLogSumExp(a, b, { temperature: 0.5 }, 20);
  expect(tf.memory().numTensors).toBe(before + 1);
  const f = (p: tf.Tensor, q: tf.Tensor) =>
    tf.sum(similarityLogSumExp(p as tf.Tensor2D, q as tf.Tensor2D, { temperature: 0.5 }, 20));
  tf.grads(f)([a, b]);
  expect(tf.memory().numTensors).toBe(before + 3);
});

test("never holds more products than it may", () => {
  const many: tf.Tensor2D = tf.randomNormal([400, D], 0, 1, "float32", 4);
  let most = 0;
  const watched = tf.customGrad((x) => ({
    value: tf.clone(x as tf.Tensor),
    gradFunc: (dy: tf.Tensor) => tf.clone(dy),
  }));
  const before = tf.memory().numBytes;
  const backend = tf.backend() as unknown as { write: (...args: unknown[]) => unknown };
  const write = backend.write;
  backend.write = function (this: unknown, ...args) {
    most = Math.max(most, tf.memory().numBytes - before);
    return write.apply(this, args);
  };
  try {
    tf.dispose(
      tf.grad((x) =>
        tf.sum(
          similarityLogSumExp(
            watched(x) as tf.Tensor2D,
            x as tf.Tensor2D,
            { temperature: 1 },
            4000,
          ),
        ),
      )(many),
    );
  } finally {
    backend.write = write;
  }
  expect(most).toBeGreaterThan(0);
  expect(most).toBeLessThan(0.25 * 4 * 400 * 400); // a quarter of all products at once
});

test("the gradient of rows that nothing asks for is not computed", async () => {
  const products = async (f: () => tf.Tensor | tf.Tensor[]) => {
    const { kernels } = await tf.profile(f);
    return kernels.filter(({ name }) => name === "BatchMatMul").length;
  };
  const sums = (x: tf.Tensor, y: tf.Tensor) =>
    tf.sum(similarityLogSumExp(x as tf.Tensor2D, y as tf.Tensor2D, { temperature: 0.5 }));
  const rows = tf.grad((x) => sums(x, b));
  const both = tf.grads((x, y) => sums(x as tf.Tensor, y as tf.Tensor));
  expect(await products(() => rows(a))).toBe(3); // forward, again, gradient
  expect(await products(() => both([a, b]))).toBe(5);
});
