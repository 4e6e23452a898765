import { assignValues, expectValues, step, tinyBackbone, type Values } from "@repo/method-contract";
import * as tf from "@tensorflow/tfjs";
import {
  lars,
  type Method,
  mlp,
  type Optimizer,
  type Progress,
  sgd,
  stacked,
  type Tensors,
} from "@unlabeled/core";
import { expect, test } from "vitest";
import stages from "../fixtures/stages.json" with { type: "json" };
import { classifierFromLayer } from "./classifier-from-layer.ts";
import { distill, distillFromRows, distillWithLabels } from "./distill.ts";
import { fineTune, isPretrainedKernel } from "./fine-tune.ts";

// Frozen by ../fixtures/make_stages.py: what PyTorch computes in float64 from the same weights and images.
const START: Progress = { step: 0, totalSteps: 10, stepsPerEpoch: 10 };
const { learningRate, momentum, alpha, trustCoefficient } = stages.settings;

const pictures = (values: readonly number[] = []) => tf.tensor4d([...values], [6, 4, 4, 3]);
const batch = (k: number) => ({
  images: pictures(stages.images[k]),
  labeledImages: pictures(stages.labeledImages[k]),
  labels: tf.tensor1d(stages.labels[k] as number[], "int32"),
});
const labeledBatch = (k: number) => ({ images: batch(k).labeledImages, labels: batch(k).labels });

/** A classifier behind the first of a projector's three layers, and the same parts with the whole projector. */
function networks(values: Values) {
  const backbone = tinyBackbone();
  const widths = { inputs: 4, hidden: [6, 6], outputs: 5 };
  const projector = mlp({ ...widths, seed: 0, outputBias: false, outputNorm: "without offset" });
  const network = classifierFromLayer({ backbone, projector, layer: 1, classes: 3 });
  const whole = stacked({ backbone, projector, classifier: network.classifier });
  assignValues(whole, values);
  return { network, whole };
}

/** Pretrained: the classifier stays as it is made. */
const pretrained = () => {
  const entries = Object.entries(stages.student);
  return networks(Object.fromEntries(entries.filter(([name]) => !name.startsWith("classifier"))));
};

interface Recorded {
  readonly losses: readonly number[];
  /** Of each step, before its update. */
  readonly measures: readonly Readonly<Record<string, number>>[];
  /** Values after the last step. */
  readonly trained: Values;
}

/** Three steps, their losses and measures as recorded. */
function expectSteps<Batch extends Tensors, Outputs extends Tensors, Targets extends Tensors>(
  method: Method<Batch, Outputs, Targets>,
  batchOf: (k: number) => Batch,
  recorded: Recorded,
  optimizer: Optimizer = sgd({ momentum }),
): void {
  const measured: Record<string, number>[] = [];
  const watched: typeof method = {
    ...method,
    objective: (outputs, targets) => {
      const { loss, measures } = method.objective(outputs, targets);
      const entries = Object.entries(measures).map(([name, x]) => [name, x.arraySync()] as const);
      measured.push(Object.fromEntries(entries));
      return { loss, measures };
    },
  };
  optimizer.initialize(method.trained);
  const losses = recorded.losses.map((_, k) =>
    step(watched, batchOf(k), optimizer, { learningRate, progress: START }),
  );
  expect(tf.tensor(losses)).toBeAllclose([...recorded.losses], 1e-5);
  recorded.measures.forEach((expected, k) => {
    expect(Object.keys(measured[k] ?? {}).sort()).toEqual(Object.keys(expected).sort());
    for (const [name, value] of Object.entries(expected)) {
      expect(measured[k]?.[name], `${name} of step ${k}`).toBeCloseTo(value, 6);
    }
  });
}

/** All weights and running statistics: the network's as recorded, the projector's layers behind it as they were. */
function expectTrained({ network, whole }: ReturnType<typeof networks>, { trained }: Recorded) {
  const names = [...network.parameters, ...network.statistics].map(({ name }) => name);
  expect(names.sort()).toEqual(Object.keys(trained).sort());
  expectValues(whole, { ...stages.student, ...trained }, 1e-5);
}

test("three steps of fine-tuning are PyTorch's", () => {
  const both = pretrained();
  expectSteps(fineTune({ network: both.network }), labeledBatch, stages.fineTune);
  expectTrained(both, stages.fineTune);
});

test("three steps of fine-tuning with LARS are the authors', whose supervised head is not adapted", () => {
  const both = pretrained();
  const optimizer = lars({
    form: "simclr",
    momentum,
    weightDecay: 0,
    trustCoefficient,
    adapts: isPretrainedKernel,
  });
  const method = fineTune({ network: both.network });
  expectSteps(method, labeledBatch, stages.fineTuneWithLars, optimizer);
  expectTrained(both, stages.fineTuneWithLars);
});

test("the teacher's logits are PyTorch's, by its running statistics", () => {
  const teacher = networks(stages.teacher).network;
  const method = distill({ teacher, student: teacher.clone() });
  stages.teacherLogits.forEach((logits, k) => {
    expect(method.targets(batch(k)).teacher).toBeAllclose(tf.tensor2d(logits, [6, 3]), 1e-5);
  });
});

test.for(["0.5", "1"] as const)(
  "three steps of distillation at temperature %s are PyTorch's",
  (at) => {
    const [student, teacher] = [networks(stages.student), networks(stages.teacher)];
    const method = distill({
      student: student.network,
      teacher: teacher.network,
      temperature: Number(at),
    });
    expectSteps(method, batch, stages.distill[at]);
    expectTrained(student, stages.distill[at]);
    expectValues(teacher.whole, stages.teacher, 1e-7);
  },
);

test("three steps of distillation of the teacher's stored logits are PyTorch's", () => {
  const student = networks(stages.student);
  const rows = (k: number) => tf.tensor2d(stages.teacherLogits[k] as number[], [6, 3]);
  const method = distillFromRows({ student: student.network, temperature: 0.5 });
  expectSteps(method, (k) => ({ ...batch(k), rows: rows(k) }), stages.distill["0.5"]);
  expectTrained(student, stages.distill["0.5"]);
});

test("three steps of distillation with labels beside are PyTorch's", () => {
  const student = networks(stages.student);
  const teacher = networks(stages.teacher).network;
  const options = { student: student.network, teacher, temperature: 0.5, alpha };
  expectSteps(distillWithLabels(options), batch, stages.distillWithLabels);
  expectTrained(student, stages.distillWithLabels);
});
