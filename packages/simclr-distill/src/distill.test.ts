import { step, testMethod, tinyBackbone } from "@repo/method-contract";
import * as tf from "@tensorflow/tfjs";
import { mlp, type Progress, sgd, stacked } from "@unlabeled/core";
import { expect, test } from "vitest";
import { distill, distillFromRows, distillWithLabels } from "./distill.ts";

const START: Progress = { step: 0, totalSteps: 10, stepsPerEpoch: 10 };

const classifier = (seed: number, classes = 3) =>
  stacked({
    backbone: tinyBackbone(seed),
    classifier: mlp({ inputs: 4, outputs: classes, seed: seed + 10 }),
  });

const pictures = (seed = 0) => tf.randomUniform<tf.Rank.R4>([6, 5, 5, 3], 0, 1, "float32", seed);
const unlabeled = () => ({ images: pictures() });
const partlyLabeled = () => ({
  images: pictures(),
  labeledImages: pictures(1),
  labels: tf.tensor1d([2, 0, 1, 1, 2, 0], "int32"),
});

const networks = () => ({ student: classifier(0), teacher: classifier(1) });

testMethod(() => distill({ ...networks(), temperature: 0.5 }), { batch: unlabeled });
testMethod(() => distillWithLabels({ ...networks(), alpha: 0.3 }), { batch: partlyLabeled });

testMethod(() => distillFromRows({ student: classifier(0) }), {
  batch: () => ({
    images: pictures(),
    rows: tf.randomNormal<tf.Rank.R2>([6, 3], 0, 1, "float32", 3),
  }),
});

const softmax = (row: number[], temperature: number) => {
  const powers = row.map((value) => Math.exp(value / temperature));
  const sum = powers.reduce((a, b) => a + b);
  return powers.map((value) => value / sum);
};
/** Mean over rows of −Σ p log q. */
const crossEntropy = (ps: number[][], qs: number[][]) =>
  ps.reduce(
    (sum, p, i) =>
      sum - p.reduce((s, x, l) => s + x * Math.log((qs[i] as number[])[l] as number), 0),
    0,
  ) / ps.length;

test("the loss is eq. 3, of a teacher in evaluation and a student in training mode", () => {
  const { student, teacher } = networks();
  for (const { variable } of teacher.statistics) variable.assign(tf.fill(variable.shape, 0.7));
  const [copyOfStudent, temperature] = [student.clone(), 0.5];
  const method = distill({ student, teacher, temperature });
  const { loss, measures } = method.objective(
    method.forward(unlabeled()),
    method.targets(unlabeled()),
  );
  const t = teacher.apply(pictures(), "evaluate").arraySync();
  const s = copyOfStudent.apply(pictures(), "train").arraySync();
  const at = (rows: number[][]) => rows.map((row) => softmax(row, temperature));
  expect(loss).toBeAllclose(crossEntropy(at(t), at(s)), 1e-6);
  const best = (row: number[]) => row.indexOf(Math.max(...row));
  const alike = t.filter((row, i) => best(row) === best(s[i] as number[])).length / t.length;
  expect(measures.agreement as tf.Scalar).toBeAllclose(alike);
});

test("of stored logits it is the same loss", () => {
  const { student, teacher } = networks();
  const live = distill({ student: student.clone(), teacher, temperature: 0.5 });
  const stored = distillFromRows({ student, temperature: 0.5 });
  const batch = { images: pictures(), rows: teacher.apply(pictures(), "evaluate") };
  const { loss } = live.objective(live.forward(batch), live.targets(batch));
  expect(stored.objective(stored.forward(batch), stored.targets(batch)).loss).toBeAllclose(loss, 0);
});

test.for([0, 0.3, 1])("with labels the loss is eq. 4, alpha %d", (alpha) => {
  const { student, teacher } = networks();
  const copyOfStudent = student.clone();
  const method = distillWithLabels({ student, teacher, alpha });
  const batch = partlyLabeled();
  const { loss } = method.objective(method.forward(batch), method.targets(batch));
  const rows = copyOfStudent.apply(tf.concat([batch.images, batch.labeledImages]), "train");
  const s = rows.arraySync().map((row) => softmax(row, 1));
  const t = teacher
    .apply(batch.images, "evaluate")
    .arraySync()
    .map((row) => softmax(row, 1));
  const labels = tf.oneHot(batch.labels, 3).arraySync() as number[][];
  const expected =
    (1 - alpha) * crossEntropy(labels, s.slice(6)) + alpha * crossEntropy(t, s.slice(0, 6));
  expect(loss).toBeAllclose(expected, 1e-6);
});

test("the student comes to agree with the teacher, which does not change", () => {
  const { student, teacher } = networks();
  const values = () => [...teacher.parameters, ...teacher.statistics].map((v) => v.variable);
  const before = values().map((variable) => [...variable.dataSync()]);
  const method = distill({ student, teacher });
  const optimizer = sgd({ momentum: 0.9 });
  optimizer.initialize(method.trained);
  const losses = Array.from({ length: 60 }, () =>
    step(method, unlabeled(), optimizer, { learningRate: 0.2, progress: START }),
  );
  expect(values().map((variable) => [...variable.dataSync()])).toEqual(before);
  const p = teacher
    .apply(pictures(), "evaluate")
    .arraySync()
    .map((row) => softmax(row, 1));
  const entropy = crossEntropy(p, p); // the least that the loss can be
  expect((losses.at(-1) as number) - entropy).toBeLessThan(0.1 * ((losses[0] as number) - entropy));
});

test("a teacher that is the student's clone agrees with it from the start", () => {
  const teacher = classifier(1);
  const method = distill({ teacher, student: teacher.clone(), temperature: 0.1 });
  const logits = teacher.apply(pictures(), "evaluate");
  const { measures } = method.objective({ logits }, method.targets(unlabeled()));
  expect(measures.agreement as tf.Scalar).toBeAllclose(1);
});

test("names what is wrong", () => {
  const { student, teacher } = networks();
  expect(() =>
    distillWithLabels({ student, teacher, alpha: 1.5 }),
  ).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: distillWithLabels: alpha must be in [0, 1]; got 1.5.]`,
  );
  const method = distill({ student, teacher: classifier(2, 4) });
  expect(() =>
    method.objective(method.forward(unlabeled()), method.targets(unlabeled())),
  ).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: distillationLoss: student must have shape [N, L] with N = 6, L = 4; got [6, 3].]`,
  );
  expect(() => distill({ student, teacher, temperature: 0 })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: distill: temperature must be positive and finite; got 0.]`,
  );
});
