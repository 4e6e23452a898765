import { readdir, readFile } from "node:fs/promises";
import { readRun } from "@unlabeled/train";
import { beforeAll, expect, test } from "vitest";
import { inFolder } from "../fixtures/cli.ts";
import { writeLabeled, writePictures } from "../fixtures/pictures.ts";
import { builtProgram, ended, started } from "../fixtures/program.ts";
import { figureOf, onCpu } from "../fixtures/stages.ts";

const PROGRAM = builtProgram("noisy-student-killed");
inFolder();
beforeAll(async () => {
  await writeLabeled("labeled");
  await writePictures("test/blue", 3, [20, 20, 170]);
  await writePictures("test/red", 3, [170, 20, 20]);
  await writePictures("photos", 24, [110, 60, 110]);
});

const ROUNDS = [
  ...["noisy-student", "labeled", "photos", "--test", "test", "--size", "8", "--rounds", "2"],
  ...["--backbone", "resnet8-w2", "--batch-size", "4", "--ratio", "2", "--select", "all"],
  ...["--min-confidence", "0", "--teacher-epochs", "6", "--student-epochs", "8"],
  ...["--checkpoint-every-seconds", "0.3"],
];

test("killed in every training, it ends with the figures of one never stopped", async () => {
  const words = [...ROUNDS, "--engine", "cpu", "--run", "killed"];
  for (const stage of [1, 2, 3]) {
    const at = new RegExp(`${stage} of 3: [^]*epoch 4`);
    const { status, out } = await ended(started(PROGRAM, words), at, "SIGKILL");
    expect({ status, out }).toMatchObject({ status: null });
  }
  expect(await ended(started(PROGRAM, words))).toMatchObject({ status: 0 });
  await onCpu(...ROUNDS, "--run", "whole");
  for (const stage of ["teacher", "student-1", "student-2"]) {
    const [killed, whole] = [await readRun(`killed/${stage}`), await readRun(`whole/${stage}`)];
    const losses = (run: typeof killed) => run.reports.map(({ step, loss }) => [step, loss]);
    expect(losses(killed)).toEqual(losses(whole));
    expect(await figureOf(`killed/${stage}`)).toEqual(await figureOf(`whole/${stage}`));
  }
  for (const labels of ["pseudo-labels-1", "pseudo-labels-2"]) {
    const [file] = (await readdir(`killed/${labels}`)).filter((name) => name.endsWith("parquet"));
    expect(file).toBe("part-00000-of-00001.parquet");
    // the teachers' names differ, so the files do; what they say is in the students' losses
    expect((await readFile(`killed/${labels}/${file}`)).length).toBeGreaterThan(100);
  }
}, 120_000);
