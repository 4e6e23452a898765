import { assignValues, expectValues, step, tinyBackbone, type Values } from "@repo/method-contract";
import * as tf from "@tensorflow/tfjs";
import { mlp, type Progress, sgd, stacked } from "@unlabeled/core";
import { expect, test } from "vitest";
import steps from "../fixtures/steps.json" with { type: "json" };
import { noisyStudent } from "./noisy-student.ts";
import { noisyStudentOnline } from "./noisy-student-online.ts";
import type { StudentImages } from "./student-images.ts";
import type { StudentMethod } from "./student-step.ts";

// Frozen by ../fixtures/make.py: what PyTorch computes in float64 from the same weights and images.
const START: Progress = { step: 0, totalSteps: 10, stepsPerEpoch: 10 };
const { learningRate, momentum, unlabeledRatio } = steps.settings;
const [N, M, L] = [4, 12, 3];

const pictures = (count: number, side: number, values: readonly number[] = []) =>
  tf.tensor4d([...values], [count, side, side, 3]);

const batch = (k: number) => ({
  images: pictures(M, 4, steps.images[k]),
  teacherImages: pictures(M, 5, steps.teacherImages[k]),
  rows: tf.tensor2d(steps.teacherProbabilities[k] as number[], [M, L]),
  labeledImages: pictures(N, 4, steps.labeledImages[k]),
  labels: tf.tensor1d(steps.labels[k] as number[], "int32"),
});

/** The same batch with a row a labelled image. */
const grouped = (k: number) => {
  const { images, rows, ...others } = batch(k);
  return {
    ...others,
    images: tf.reshape<tf.Rank.R5>(images, [N, M / N, 4, 4, 3]),
    rows: tf.reshape<tf.Rank.R3>(rows, [N, M / N, L]),
  };
};

function network(values: Values) {
  const classifier = mlp({ inputs: 4, outputs: L, seed: 0 });
  const whole = stacked({ backbone: tinyBackbone(), classifier });
  assignValues(whole, values);
  return whole;
}

interface Recorded {
  readonly losses: readonly number[];
  /** Of each step, before its update. */
  readonly measures: readonly Readonly<Record<string, number>>[];
  /** Values after the last step. */
  readonly trained: Values;
}

/** Three steps: losses, measures and then all variables as recorded. */
function expectSteps<Batch extends StudentImages>(
  method: StudentMethod<Batch>,
  batchOf: (k: number) => Batch,
  recorded: Recorded,
): void {
  const optimizer = sgd({ momentum });
  optimizer.initialize(method.trained);
  recorded.losses.forEach((loss, k) => {
    const measured: Record<string, number> = {};
    const watched: typeof method = {
      ...method,
      objective: (outputs, targets) => {
        const objective = method.objective(outputs, targets);
        for (const [name, x] of Object.entries(objective.measures)) measured[name] = x.arraySync();
        return objective;
      },
    };
    const progress = { ...START, step: k };
    const found = step(watched, batchOf(k), optimizer, { learningRate, progress });
    expect(found, `loss of step ${k}`).toBeCloseTo(loss, 5);
    const expected = recorded.measures[k] as Record<string, number>;
    expect(Object.keys(measured).sort()).toEqual(Object.keys(expected).sort());
    for (const [name, value] of Object.entries(expected)) {
      expect(measured[name], `${name} of step ${k}`).toBeCloseTo(value, 6);
    }
  });
  const { trained: parameters, state: statistics } = method;
  const names = [...parameters, ...statistics].map(({ name }) => name);
  expect(names.sort()).toEqual(Object.keys(recorded.trained).sort());
  expectValues({ parameters, statistics }, recorded.trained, 1e-5);
}

test.for(["1", "0.5"] as const)(
  "three steps of soft targets at temperature %s are PyTorch's",
  (at) => {
    const student = network(steps.student);
    const method = noisyStudent({ student, unlabeledRatio, temperature: Number(at) });
    expectSteps(method, batch, steps.soft[at]);
  },
);

test("three steps of hard targets are PyTorch's", () => {
  const student = network(steps.student);
  const method = noisyStudent({ student, unlabeledRatio, targets: "hard" });
  expectSteps(method, batch, steps.hard);
});

test("three steps of images in groups are the same", () => {
  const student = network(steps.student);
  expectSteps(noisyStudent({ student, unlabeledRatio }), grouped, steps.soft[1]);
});

test.for([{ temperature: 0.5 }, { targets: "hard" }] as const)(
  "three steps with a live teacher are PyTorch's: %o",
  (options) => {
    const [student, teacher] = [network(steps.student), network(steps.teacher)];
    const method = noisyStudentOnline({ student, teacher, unlabeledRatio, ...options });
    expectSteps(method, batch, "targets" in options ? steps.hard : steps.soft["0.5"]);
    expectValues(teacher, steps.teacher, 1e-7);
  },
);
