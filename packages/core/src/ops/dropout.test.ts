import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import { randomStream } from "../random/philox.ts";
import { dropout } from "./dropout.ts";

const SEEDS = Int32Array.from([5, -7, 5, 123456]);

test("leaves out what the row's seed and the layer say, and scales the rest", () => {
  const x = tf.tensor2d([1, 2, 3, 4, 5, 6, 7, 8], [2, 4]);
  const literal = [0, 1].map((row) => {
    const seed = row === 0 ? 5 : 2 ** 32 - 7; // -7 as an unsigned number
    const random = randomStream({ seed, purpose: "dropout" });
    return [1, 2, 3, 4].map((i) => (random.uniform() < 0.25 ? 0 : (i + 4 * row) / 0.75));
  });
  const y = dropout(x, { rate: 0.25, seeds: SEEDS.slice(0, 2), layer: "dropout" });
  expect(y.arraySync()).toEqual(literal.map((row) => row.map((value) => expect.closeTo(value, 5))));
});

test("a row's noise is its own: equal seeds, equal noise; another layer, another noise", () => {
  const x = tf.ones([4, 64]) as tf.Tensor2D;
  const options = { rate: 0.5, seeds: SEEDS, layer: "a" };
  const rows = dropout(x, options).arraySync();
  expect(rows[2]).toEqual(rows[0]);
  expect(rows[1]).not.toEqual(rows[0]);
  const alone = dropout(tf.ones([1, 64]), { ...options, seeds: SEEDS.slice(3) }).arraySync();
  expect(alone[0]).toEqual(rows[3]);
  expect(dropout(x, { ...options, layer: "b" }).arraySync()[0]).not.toEqual(rows[0]);
});

test("leaves out its rate and keeps the mean", () => {
  const seeds = Int32Array.from({ length: 64 }, (_, i) => i);
  const y = dropout(tf.ones([64, 256]), { rate: 0.3, seeds, layer: "dropout" }).dataSync();
  const out = y.filter((value) => value === 0).length / y.length;
  expect(Math.abs(out - 0.3)).toBeLessThan(4 * Math.sqrt((0.3 * 0.7) / y.length));
  expect(new Set(y)).toEqual(new Set([0, Math.fround(1 / 0.7)]));
});

test("its gradient goes where values went", () => {
  const x = tf.ones([2, 8]) as tf.Tensor2D;
  const options = { rate: 0.5, seeds: SEEDS.slice(0, 2), layer: "dropout" };
  const dx = tf.grad((x: tf.Tensor) => tf.sum(dropout(x as tf.Tensor2D, options)))(x);
  expect(dx.arraySync()).toEqual(dropout(x, options).arraySync());
});

test("leaves nothing behind", () => {
  const x = tf.ones([2, 8]) as tf.Tensor2D;
  const before = tf.memory().numTensors;
  dropout(x, { rate: 0.5, seeds: SEEDS.slice(0, 2), layer: "dropout" }).dispose();
  expect(tf.memory().numTensors).toBe(before);
});

test.for([1, -0.1, Number.NaN])("throws on a rate of %s", (rate) => {
  expect(() => dropout(tf.ones([1, 1]), { rate, seeds: SEEDS.slice(0, 1), layer: "d" })).toThrow(
    `dropout: rate must be in [0, 1); got ${rate}.`,
  );
});

test("throws where seeds are missing or too few", () => {
  const x = tf.ones([2, 1]) as tf.Tensor2D;
  expect(() =>
    dropout(x, { rate: 0.5, seeds: undefined, layer: "d" }),
  ).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: dropout: seeds must have one number for each of 2 rows; got none. A network that leaves parts out in training takes them as the third argument of apply.]`,
  );
  expect(() => dropout(x, { rate: 0.5, seeds: SEEDS, layer: "d" })).toThrow("2 rows; got 4");
});
