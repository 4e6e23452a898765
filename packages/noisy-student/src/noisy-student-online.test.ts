import { testMethod, tinyBackbone } from "@repo/method-contract";
import * as tf from "@tensorflow/tfjs";
import { mlp, stacked } from "@unlabeled/core";
import { expect, test } from "vitest";
import { noisyStudent } from "./noisy-student.ts";
import { noisyStudentOnline } from "./noisy-student-online.ts";

const [N, R, L] = [4, 2, 3];

const classifier = (seed: number) =>
  stacked({
    backbone: tinyBackbone(seed),
    classifier: mlp({ inputs: 4, outputs: L, seed: seed + 10 }),
  });
const networks = () => ({ student: classifier(0), teacher: classifier(1) });

const pictures = (count: number, side: number, seed: number) =>
  tf.randomUniform<tf.Rank.R4>([count, side, side, 3], 0, 1, "float32", seed);

/** The teacher's images are larger than the student's. */
const flat = () => ({
  labeledImages: pictures(N, 5, 1),
  labels: tf.tensor1d([2, 0, 1, 1], "int32"),
  images: pictures(R * N, 5, 2),
  teacherImages: pictures(R * N, 8, 3),
});
const grouped = () => ({
  ...flat(),
  images: tf.reshape<tf.Rank.R5>(flat().images, [N, R, 5, 5, 3]),
  teacherImages: tf.reshape<tf.Rank.R5>(flat().teacherImages, [N, R, 8, 8, 3]),
});

testMethod(() => noisyStudentOnline({ ...networks(), unlabeledRatio: R, temperature: 0.5 }), {
  batch: grouped,
});

test.for([{ temperature: 0.5 }, { targets: "hard" }] as const)(
  "it is noisyStudent with the probabilities of the teacher in evaluation: %o",
  (options) => {
    const { student, teacher } = networks();
    for (const { variable } of teacher.statistics) variable.assign(tf.fill(variable.shape, 0.7));
    const live = noisyStudentOnline({ student, teacher, unlabeledRatio: R, ...options });
    const stored = noisyStudent({ student: student.clone(), unlabeledRatio: R, ...options });
    const rows = tf.softmax(teacher.apply(flat().teacherImages, "evaluate"));
    const batch = { ...flat(), rows };
    const { pseudoLabels } = stored.targets(batch);
    expect(live.targets(flat()).pseudoLabels).toBeAllclose(pseudoLabels, 1e-5);
    const { loss } = stored.objective(stored.forward(batch), stored.targets(batch));
    const other = live.objective(live.forward(flat()), live.targets(flat())).loss;
    expect(other).toBeAllclose(loss, 1e-5);
  },
);

test("the teacher does not change, and is not of the method's variables", () => {
  const { student, teacher } = networks();
  const method = noisyStudentOnline({ student, teacher, unlabeledRatio: R });
  const variables = [...teacher.parameters, ...teacher.statistics].map(({ variable }) => variable);
  const before = variables.map((variable) => [...variable.dataSync()]);
  method.forward(flat());
  method.targets(flat());
  expect(variables.map((variable) => [...variable.dataSync()])).toEqual(before);
  const own = [...method.trained, ...method.state].map(({ variable }) => variable);
  expect(own.filter((variable) => variables.includes(variable))).toEqual([]);
});

test("names what is wrong", () => {
  const method = noisyStudentOnline({ ...networks(), unlabeledRatio: R });
  const targets = (changed: object) => () => method.targets({ ...flat(), ...changed });
  expect(targets({ images: pictures(N, 5, 2) })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: noisyStudentOnline: images must be 2 (unlabeledRatio) for each of 4 labeledImages; got [4, 5, 5, 3]. Chunks need them in groups, [N, r, H, W, 3].]`,
  );
  expect(targets({ teacherImages: pictures(N, 8, 3) })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: noisyStudentOnline: teacherImages must begin with the dimensions [8], one for each of images; got [4, 8, 8, 3].]`,
  );
  expect(() =>
    noisyStudentOnline({ ...networks(), unlabeledRatio: Number.NaN }),
  ).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: noisyStudentOnline: unlabeledRatio must be positive and finite; got NaN.]`,
  );
  const other = stacked({
    backbone: tinyBackbone(),
    classifier: mlp({ inputs: 4, outputs: 4, seed: 0 }),
  });
  const unlike = noisyStudentOnline({ student: classifier(0), teacher: other, unlabeledRatio: R });
  expect(() =>
    unlike.objective(unlike.forward(flat()), unlike.targets(flat())),
  ).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: noisyStudentOnline: pseudo-labels must be of the student's 3 classes; got 4.]`,
  );
});
