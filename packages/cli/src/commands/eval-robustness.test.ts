import * as tf from "@tensorflow/tfjs";
import { evaluationView, perturb } from "@unlabeled/augment";
import { type Picture, useEngine } from "@unlabeled/core";
import sharp from "sharp";
import { beforeAll, expect, test } from "vitest";
import { inFolder } from "../fixtures/cli.ts";
import { writeLabeled, writePictures } from "../fixtures/pictures.ts";
import { onCpu as run } from "../fixtures/stages.ts";
import { trainedClassifier } from "../stages/trained-classifier.ts";

/** Folders of a picture each, from blue to red. */
const BETWEEN = ["a", "b", "c", "d", "e", "f"];

inFolder();
beforeAll(async () => {
  await writeLabeled("labeled");
  await writePictures("test/blue", 3, [20, 20, 170]);
  await writePictures("test/red", 3, [170, 20, 20]);
  for (const [step, name] of BETWEEN.entries()) {
    await writePictures(`between/${name}`, 1, [30 + 25 * step, 20, 155 - 25 * step]);
  }
  await run(
    ...["noisy-student", "labeled", "test", "--test", "test", "--size", "8", "--rounds", "1"],
    ...["--backbone", "resnet8-w2", "--batch-size", "4", "--ratio", "1", "--min-confidence", "0"],
    ...["--teacher-epochs", "8", "--student-epochs", "1", "--run", "rounds", "--select", "all"],
  );
});

const CORRUPTIONS = ["eval", "corruptions", "rounds/student-1", "test"];
const PERTURBATIONS = ["eval", "perturbations", "rounds/student-1", "between"];
const ATTACKS = ["eval", "attacks", "rounds/teacher", "test"];

test("shows the errors of both under each corruption, and the mCE", async () => {
  const { status, out, error } = await run(
    ...[...CORRUPTIONS, "--baseline", "rounds/teacher", "--corruptions", "fog,gaussianNoise"],
  );
  expect({ status, error }).toEqual({ status: 0, error: "" });
  const lines = out.split("\n").map((line) => line.replaceAll(/\d+\.\d%/g, "X").trim());
  expect(lines[0]).toContain("rounds/student-1 - 6 pictures");
  expect(lines).toContainEqual(
    expect.stringMatching(/^error, mean of 5 severities +rounds\/student-1 +rounds\/teacher$/),
  );
  for (const name of ["none", "fog", "gaussianNoise"]) {
    expect(lines).toContainEqual(expect.stringMatching(new RegExp(`^${name} +X +X$`)));
  }
  expect(out).toMatch(/^(mCE \d+\.\d \(rounds\/teacher: 100\)\.|No mCE: .*)$/m);
});

test("prints all errors as JSON", async () => {
  const { out } = await run(
    ...CORRUPTIONS,
    "--corruptions",
    "contrast",
    "--pictures",
    "4",
    "--json",
  );
  const { errors, clean } = JSON.parse(out);
  expect(errors.contrast).toHaveLength(5);
  expect(Object.keys(clean)).toEqual(["run"]); // there is no baseline
  for (const error of [...errors.contrast, clean.run]) {
    expect([0, 0.25, 0.5, 0.75, 1]).toContain(error);
  }
});

test("shows how often the answers of both flip along each perturbation, and the mFR", async () => {
  const { status, out, error } = await run(
    ...[...PERTURBATIONS, "--baseline", "rounds/teacher"],
    ...["--perturbations", "brightness,translate,shotNoise", "--pictures", "4"],
  );
  expect({ status, error }).toEqual({ status: 0, error: "" });
  const lines = out.split("\n").map((line) => line.replaceAll(/\d+\.\d%/g, "X").trim());
  expect(lines[0]).toContain("rounds/student-1 - 4 pictures");
  expect(lines).toContainEqual(expect.stringMatching(/^12\/12 sequences /));
  expect(lines).toContainEqual(
    expect.stringMatching(/^flip probability +frames +rounds\/student-1 +rounds\/teacher$/),
  );
  const frames = { brightness: 31, translate: 16, shotNoise: 31 }; // CIFAR-10-P's: 8 pixels
  for (const [name, count] of Object.entries(frames)) {
    expect(lines).toContainEqual(expect.stringMatching(new RegExp(`^${name} +${count} +X +X$`)));
  }
  expect(out).toMatch(/^(mFR \d+\.\d \(rounds\/teacher: 100\)\.|No mFR: .*)$/m);
});

test("prints flip probabilities as JSON, those of the frames and answers themselves", async () => {
  const flags = ["--perturbations", "translate,shotNoise", "--frames", "9", "--seed", "3"];
  const { out } = await run(
    "eval",
    "perturbations",
    "rounds/teacher",
    "between",
    ...flags,
    "--json",
  );
  const { rates, ...rest } = JSON.parse(out);
  const frames = { translate: 9, shotNoise: 9 };
  expect(rest).toEqual({ run: "rounds/teacher", pictures: 6, frames, seed: 3 });
  const { restore } = await trainedClassifier("rounds/teacher");
  await useEngine("cpu");
  const network = await restore();
  const answer = ({ pixels }: Picture): number => {
    const images = tf.tensor4d(
      Float32Array.from(pixels, (byte) => byte / 255),
      [1, 8, 8, 3],
    );
    return tf.argMax(network.apply(images, "evaluate"), 1).dataSync<"int32">()[0] as number;
  };
  for (const perturbation of ["translate", "shotNoise"] as const) {
    let flips = 0;
    for (const [sample, name] of BETWEEN.entries()) {
      const picture = await shownOf(`between/${name}/0.png`);
      const options = { perturbation, sample, seed: 3, frames: 9, table: "small" } as const;
      const answers = [...perturb(picture, options)].map(answer);
      for (let i = 1; i < 9; i++) {
        flips += Number(answers[i] !== answers[perturbation === "translate" ? i - 1 : 0]);
      }
    }
    expect(rates[perturbation]).toBeCloseTo(flips / (8 * BETWEEN.length), 12);
    expect(flips).toBeGreaterThan(0); // or else nothing was seen
  }
});

/** A picture as the classifier sees it, 8 x 8 pixels. */
async function shownOf(path: string): Promise<Picture> {
  const { data, info } = await sharp(path).raw().toBuffer({ resolveWithObject: true });
  const picture = { width: info.width, height: info.height, pixels: new Uint8Array(data) };
  const into = new Float32Array(192);
  evaluationView({ size: 8 }).render(picture, { seed: 0, epoch: 0, sample: 0, view: 0 }, into);
  return { width: 8, height: 8, pixels: Uint8Array.from(into, (x) => Math.round(255 * x)) };
}

test("shows a curve of accuracies under an attack, the plain one first", async () => {
  const { status, out, error } = await run(...ATTACKS, "--epsilons", "0.5,255");
  expect({ status, error }).toEqual({ status: 0, error: "" });
  expect(
    out
      .replaceAll(/\d+\.\d%/g, "X")
      .split("\n")
      .slice(1)
      .join("\n"),
  ).toMatchInlineSnapshot(`
    "pixels move by at most   accuracy
    ----------------------   --------
    no attack                  X
    0.5 / 255                  X
    255 / 255                  X
    FGSM, one step.
    "
  `);
  const pgd = await run(...ATTACKS, "--attack", "pgd", "--steps", "2", "--json");
  const { curve, ...rest } = JSON.parse(pgd.out);
  expect(rest).toEqual({ run: "rounds/teacher", attack: "pgd", steps: 2 });
  const found = curve.map((point: { epsilon: number }) => Math.round(255 * point.epsilon));
  expect(found).toEqual([0, 1, 2, 4, 8, 16]);
});

test.for<[string[], string]>([
  [[...CORRUPTIONS, "--corruptions", "fog,rain"], "It must be some of gaussianNoise, "],
  [[...PERTURBATIONS, "--perturbations", "tilt,fog"], "It must be some of gaussianNoise, "],
  [[...PERTURBATIONS, "--frames", "42"], "It must be an integer in [2, 41]."],
  [
    ["eval", "perturbations", "rounds", "test"],
    "unlabeled: RUN must be a folder that unlabeled finetune",
  ],
  [
    ["eval", "perturbations", "rounds/teacher", "nowhere"],
    'existing file or folder; got "nowhere"',
  ],
  [[...ATTACKS, "--epsilons", "0"], "It must be numbers in (0, 255]."],
  [
    ["eval", "attacks", "rounds", "test"],
    "unlabeled: RUN must be a folder that unlabeled finetune",
  ],
])("refuses %j", async ([words, message]) => {
  const { status, error } = await run(...words);
  expect(status).toBe(1);
  expect(error).toContain(message);
});

test.for(["corruptions", "perturbations", "attacks"])(
  "unlabeled eval %s --help shows usage and examples of at most 80 columns",
  async (command) => {
    const { status, out } = await run("eval", command, "--help");
    expect(status).toBe(0);
    const [before = "", after = ""] = out.split("Examples:\n");
    expect(before).toContain(`Usage: unlabeled eval ${command} [options] <run> <path>`);
    const examples = after.trimEnd().split("\n");
    expect(examples.length).toBeGreaterThan(1);
    expect(Math.max(...examples.map((line) => line.length))).toBeLessThanOrEqual(80);
  },
);
