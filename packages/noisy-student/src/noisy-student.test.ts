import { step, testMethod } from "@repo/method-contract";
import * as tf from "@tensorflow/tfjs";
import { lossAndGradients, type Progress, sgd } from "@unlabeled/core";
import { expect, test } from "vitest";
import { classifier, flat, grouped, L, N, R } from "../fixtures/student-batch.ts";
import { noisyStudent } from "./noisy-student.ts";

const START: Progress = { step: 0, totalSteps: 10, stepsPerEpoch: 10 };

testMethod(() => noisyStudent({ student: classifier(), unlabeledRatio: R, temperature: 0.5 }), {
  batch: grouped,
});
testMethod(() => noisyStudent({ student: classifier(), unlabeledRatio: 1, targets: "hard" }), {
  batch: () => flat(1),
});

/** −Σ p log softmax(z), by hand. */
function crossEntropy(p: readonly number[], z: readonly number[]): number {
  const sum = z.reduce((total, value) => total + Math.exp(value), 0);
  return p.reduce((total, share, l) => total - share * Math.log(Math.exp(z[l] as number) / sum), 0);
}
const mean = (values: readonly number[]) => values.reduce((a, b) => a + b) / values.length;
const smoothed = (label: number, s: number) =>
  Array.from({ length: L }, (_, l) => (l === label ? 1 - s : 0) + s / L);
const best = (row: readonly number[]) => row.indexOf(Math.max(...row));

test.for([
  { targets: "soft", temperature: 1, labelSmoothing: 0.1 },
  { targets: "soft", temperature: 0.3, labelSmoothing: 0 },
  { targets: "hard", labelSmoothing: 0.1 },
  { targets: "hard", labelSmoothing: 0.4 },
] as const)("the loss is the code's, by hand: %o", (options) => {
  const student = classifier();
  const copy = student.clone();
  const method = noisyStudent({ student, unlabeledRatio: R, ...options });
  const batch = flat();
  const { loss, measures } = method.objective(method.forward(batch), method.targets(batch));

  // one pass in training mode, so that batch statistics are those of both
  const logits = copy.apply(tf.concat([batch.labeledImages, batch.images]), "train").arraySync();
  const [labeled, unlabeled] = [logits.slice(0, N), logits.slice(N)];
  const classes = batch.labels.arraySync();
  const teacher = batch.rows.arraySync();
  const pseudo = teacher.map((row) => {
    if (options.targets === "hard") return smoothed(best(row), options.labelSmoothing);
    const powers = row.map((p) => p ** (1 / options.temperature));
    return powers.map((power) => power / powers.reduce((a, b) => a + b));
  });
  const ofLabels = mean(
    labeled.map((z, i) => crossEntropy(smoothed(classes[i] as number, options.labelSmoothing), z)),
  );
  const ofPseudo = mean(unlabeled.map((z, i) => crossEntropy(pseudo[i] as number[], z)));
  expect(loss).toBeAllclose(ofLabels + R * ofPseudo, 1e-5);
  const accuracy = mean(labeled.map((z, i) => Number(best(z) === classes[i])));
  const agreement = mean(unlabeled.map((z, i) => Number(best(z) === best(teacher[i] as number[]))));
  expect(measures.accuracy as tf.Scalar).toBeAllclose(accuracy);
  expect(measures.agreement as tf.Scalar).toBeAllclose(agreement);
});

test("of losses 0.9 and 1.3 and a ratio of 3 it is 4.8, 4 times the mean over all images", () => {
  const method = noisyStudent({ student: classifier(), unlabeledRatio: 3, labelSmoothing: 0 });
  const row = (loss: number) => [0, Math.log(Math.exp(loss) - 1)]; // cross-entropy with the first class
  const { loss } = method.objective(
    {
      labeledLogits: tf.tensor2d([row(0.9), row(0.9)]),
      logits: tf.tensor2d(Array.from({ length: 6 }, () => row(1.3))),
    },
    {
      labels: tf.tensor1d([0, 0], "int32"),
      pseudoLabels: tf.tensor2d(Array.from({ length: 6 }, () => [1, 0])),
    },
  );
  expect(loss).toBeAllclose(4.8, 1e-6);
  expect(tf.div(loss, 4)).toBeAllclose(1.2, 1e-6);
});

test("soft targets of temperature 1 are the rows, scaled to sum to 1", () => {
  const method = noisyStudent({ student: classifier(), unlabeledRatio: R });
  const batch = { ...flat(), rows: tf.mul<tf.Tensor2D>(flat().rows, 0.995) };
  expect(method.targets(batch).pseudoLabels).toBeAllclose(flat().rows, 1e-6);
});

test("the loss falls", () => {
  const method = noisyStudent({ student: classifier(), unlabeledRatio: R });
  const optimizer = sgd({ momentum: 0.9 });
  optimizer.initialize(method.trained);
  const losses = Array.from({ length: 60 }, () =>
    step(method, flat(), optimizer, { learningRate: 0.1, progress: START }),
  );
  expect(losses.at(-1)).toBeLessThan((losses[0] as number) - 0.5);
});

test("pseudo-labels of zeros and ones have a finite loss and gradient at any temperature", () => {
  const method = noisyStudent({ student: classifier(), unlabeledRatio: R, temperature: 0.01 });
  const batch = { ...flat(), rows: tf.oneHot(tf.zeros([R * N], "int32"), L) as tf.Tensor2D };
  const { loss, gradients } = lossAndGradients(
    () => method.objective(method.forward(batch), method.targets(batch)).loss,
    method.trained,
  );
  expect(loss.arraySync()).toSatisfy(Number.isFinite);
  for (const gradient of Object.values(gradients)) {
    expect([...gradient.dataSync()].every(Number.isFinite)).toBe(true);
  }
});

test("its settings are what decides the loss", () => {
  const student = classifier();
  const settings = { unlabeledRatio: 3, labelSmoothing: 0.1 };
  expect(noisyStudent({ student, unlabeledRatio: 3 }).settings).toEqual({
    ...settings,
    targets: "soft",
    temperature: 1,
  });
  expect(noisyStudent({ student, unlabeledRatio: 3, targets: "hard" }).settings).toEqual({
    ...settings,
    targets: "hard",
  });
});

test("names the option that is wrong", () => {
  const make = (options: object) => () =>
    noisyStudent({ student: classifier(), unlabeledRatio: 3, ...options });
  expect(make({ unlabeledRatio: 0 })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: noisyStudent: unlabeledRatio must be positive and finite; got 0.]`,
  );
  expect(make({ labelSmoothing: 1 })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: noisyStudent: labelSmoothing must be in [0, 1); got 1.]`,
  );
  expect(make({ temperature: 0 })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: noisyStudent: temperature must be positive and finite; got 0.]`,
  );
  expect(make({ targets: "hard", temperature: 1 })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: noisyStudent: temperature must be left out with hard targets, which have none; got 1.]`,
  );
  expect(make({ targets: "warm" })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: noisyStudent: targets must be "soft" or "hard"; got warm.]`,
  );
});
