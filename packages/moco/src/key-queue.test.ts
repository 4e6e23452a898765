import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import { keyQueue } from "./key-queue.ts";

const START = { length: 5, dimension: 2, seed: 3 };

/** Unit vectors at angles in degrees: keys that say which they are. */
const at = (...angles: number[]): tf.Tensor2D =>
  tf.tensor2d(angles.map((a) => [Math.cos((a * Math.PI) / 180), Math.sin((a * Math.PI) / 180)]));

test("begins with unit vectors in random directions, which the seed decides", () => {
  const { variable } = keyQueue({ length: 4000, dimension: 3, seed: 0 });
  expect(variable.shape).toEqual([4000, 3]);
  expect(tf.norm(variable, 2, 1)).toBeAllclose(tf.ones([4000]));
  const { mean, variance } = tf.moments(variable, 0);
  expect(mean).toBeAllclose([0, 0, 0], 0.03); // σ / √K is 0.01
  expect(variance).toBeAllclose([1 / 3, 1 / 3, 1 / 3], 0.02);
  expect(keyQueue(START).variable).toBeAllclose(keyQueue(START).variable, 0);
  expect(keyQueue({ ...START, seed: 4 }).variable).not.toBeAllclose(keyQueue(START).variable, 0.1);
});

test("has the newest keys first and loses the oldest, also where N does not divide K", () => {
  const queue = keyQueue(START);
  const first = tf.slice(queue.variable as tf.Tensor2D, 0, 3);
  queue.enqueue(at(0, 10));
  expect(queue.variable).toBeAllclose(tf.concat([at(0, 10), first]));
  queue.enqueue(at(20, 30));
  queue.enqueue(at(40, 50));
  expect(queue.variable).toBeAllclose(at(40, 50, 20, 30, 0));
  queue.enqueue(at(60));
  expect(queue.variable).toBeAllclose(at(60, 40, 50, 20, 30));
});

test("holds a whole batch of K keys, and K of a larger one", () => {
  const queue = keyQueue(START);
  queue.enqueue(at(0, 10, 20, 30, 40));
  expect(queue.variable).toBeAllclose(at(0, 10, 20, 30, 40));
  queue.enqueue(at(50, 60, 70, 80, 90, 100, 110));
  expect(queue.variable).toBeAllclose(at(50, 60, 70, 80, 90));
});

test("normalizes what it takes, leaves that as it is, and holds one tensor", () => {
  const queue = keyQueue(START);
  const keys = tf.mul<tf.Tensor2D>(at(0, 10), 7);
  const before = tf.memory().numTensors;
  queue.enqueue(keys);
  expect(tf.memory().numTensors).toBe(before);
  expect(keys).toBeAllclose(tf.mul(at(0, 10), 7));
  expect(tf.slice(queue.variable as tf.Tensor2D, 0, 2)).toBeAllclose(at(0, 10));
  expect(queue.variable.trainable).toBe(false);
});
