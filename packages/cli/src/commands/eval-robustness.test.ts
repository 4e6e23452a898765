import { beforeAll, expect, test } from "vitest";
import { inFolder } from "../fixtures/cli.ts";
import { writeLabeled, writePictures } from "../fixtures/pictures.ts";
import { onCpu as run } from "../fixtures/stages.ts";

inFolder();
beforeAll(async () => {
  await writeLabeled("labeled");
  await writePictures("test/blue", 3, [20, 20, 170]);
  await writePictures("test/red", 3, [170, 20, 20]);
  await run(
    ...["noisy-student", "labeled", "test", "--test", "test", "--size", "8", "--rounds", "1"],
    ...["--backbone", "resnet8-w2", "--batch-size", "4", "--ratio", "1", "--min-confidence", "0"],
    ...["--teacher-epochs", "8", "--student-epochs", "1", "--run", "rounds", "--select", "all"],
  );
});

const CORRUPTIONS = ["eval", "corruptions", "rounds/student-1", "test"];
const ATTACKS = ["eval", "attacks", "rounds/teacher", "test"];

test("shows the errors of both under each corruption, and the mCE", async () => {
  const { status, out, error } = await run(
    ...[...CORRUPTIONS, "--baseline", "rounds/teacher", "--only", "fog,gaussianNoise"],
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
  const { out } = await run(...CORRUPTIONS, "--only", "contrast", "--pictures", "4", "--json");
  const { errors, clean } = JSON.parse(out);
  expect(errors.contrast).toHaveLength(5);
  expect(Object.keys(clean)).toEqual(["run"]); // there is no baseline
  for (const error of [...errors.contrast, clean.run]) {
    expect([0, 0.25, 0.5, 0.75, 1]).toContain(error);
  }
});

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
  [[...CORRUPTIONS, "--only", "fog,rain"], "It must be some of gaussianNoise, "],
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
