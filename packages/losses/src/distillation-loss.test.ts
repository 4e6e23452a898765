import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import { distillationLoss } from "./distillation-loss.ts";

const teacher = tf.tensor2d([
  [2, 1, 0.1],
  [-1, 3, 0.5],
]);
const student = tf.tensor2d([
  [1.5, 0.5, 0.3],
  [0.2, 0.1, -2],
]);

const softmax = (row: number[], temperature: number) => {
  const powers = row.map((value) => Math.exp(value / temperature));
  const sum = powers.reduce((a, b) => a + b);
  return powers.map((value) => value / sum);
};

test.for([1, 0.1, 3])("is eq. 3 in numbers, at a temperature of %d", (temperature) => {
  const students = student.arraySync();
  const rows = teacher.arraySync().map((row, i) => {
    const q = softmax(students[i] as number[], temperature);
    return softmax(row, temperature).reduce((sum, p, l) => sum - p * Math.log(q[l] as number), 0);
  });
  const expected = rows.reduce((a, b) => a + b) / rows.length;
  expect(distillationLoss(teacher, student, { temperature })).toBeAllclose(expected, 1e-6);
  expect(
    distillationLoss(teacher, student, { temperature, scale: "squared temperature" }),
  ).toBeAllclose(temperature ** 2 * expected, 1e-6);
});

test.for([
  [1, 0.87298081],
  [0.1, 0.00050559],
] as const)("has the golden value at a temperature of %d", ([temperature, expected]) => {
  const rows = [teacher, student].map((x) => tf.slice(x, 0, 1) as tf.Tensor2D);
  const [t, s] = rows as [tf.Tensor2D, tf.Tensor2D];
  expect(distillationLoss(t, s, { temperature })).toBeAllclose(expected, 1e-7);
});

test("the gradient is (q - p) / (N τ) of the student, and none of the teacher", () => {
  const temperature = 0.5;
  const gradient = tf.grad((s) => distillationLoss(teacher, s as tf.Tensor2D, { temperature }));
  const students = student.arraySync();
  const expected = teacher.arraySync().map((row, i) => {
    const p = softmax(row, temperature);
    return softmax(students[i] as number[], temperature).map(
      (q, l) => (q - (p[l] as number)) / (2 * temperature),
    );
  });
  expect(gradient(student)).toBeAllclose(tf.tensor2d(expected), 1e-6);
  const ofTeacher = tf.grad((t) => distillationLoss(t as tf.Tensor2D, student));
  expect(() => ofTeacher(teacher)).toThrow(/no path|Cannot compute gradient/i);
});

test("stays finite where logits are large", () => {
  const large = tf.mul<tf.Tensor2D>(student, 1e4);
  const loss = distillationLoss(tf.mul(teacher, 1e4), large, { temperature: 0.1 });
  expect(Number.isFinite(loss.arraySync())).toBe(true);
});

test("leaves one tensor, its result", () => {
  const before = tf.memory().numTensors;
  distillationLoss(teacher, student, { scale: "squared temperature" });
  expect(tf.memory().numTensors).toBe(before + 1);
});

test("names what is wrong", () => {
  expect(() => distillationLoss(teacher, tf.zeros([2, 4]))).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: distillationLoss: student must have shape [N, L] with N = 2, L = 3; got [2, 4].]`,
  );
  expect(() =>
    distillationLoss(tf.zeros([0, 2]), tf.zeros([0, 2])),
  ).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: distillationLoss: student must have at least one row; got 0.]`,
  );
  expect(() =>
    distillationLoss(teacher, student, { temperature: 0 }),
  ).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: distillationLoss: temperature must be positive and finite; got 0.]`,
  );
});
