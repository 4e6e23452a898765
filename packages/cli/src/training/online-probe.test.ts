import { readRun } from "@unlabeled/train";
import { beforeAll, expect, test } from "vitest";
import { inFolder, TINY_YAML, unlabeled } from "../fixtures/cli.ts";
import { writeLabeled, writeText } from "../fixtures/pictures.ts";

inFolder();
beforeAll(async () => {
  await writeLabeled("photos");
  await writeText("tiny.yaml", TINY_YAML);
  await writeText("probed.yaml", `${TINY_YAML}\nprobe:\n  data: photos\n  everySteps: 2\n`);
});

const lossesOf = async (run: string) => (await readRun(run)).reports.map(({ loss }) => loss);

test("measures now and then, at the end, and changes nothing of what is learned", async () => {
  const words = ["pretrain", "photos", "--engine", "cpu", "--epochs", "1"];
  const { status, out, error } = await unlabeled(
    ...[...words, "--config", "probed.yaml", "--run", "probed"],
  );
  expect({ status, error }).toEqual({ status: 0, error: "" });
  expect(out).toMatch(
    /Probed every 2 steps on \d+ labelled pictures, measured on \d+ \(a random fifth of each class of .*photos \(seed 0\)\)\./,
  );
  const { reports } = await readRun("probed");
  const figures = reports.filter(({ measures }) => measures["probe/knn"] !== undefined);
  expect(figures.map(({ step }) => step)).toEqual([2, 4, 5]);
  for (const { measures } of figures) {
    expect(measures["probe/linear"]).toBeGreaterThanOrEqual(0);
    expect(measures["probe/linear"]).toBeLessThanOrEqual(1);
    expect(measures["probe/seconds"]).toBeGreaterThan(0);
  }
  await unlabeled(...words, "--config", "tiny.yaml", "--run", "alone");
  expect(await lossesOf("probed")).toEqual(await lossesOf("alone"));
});

test("refuses pictures without labels before it trains", async () => {
  await writeText("bare.yaml", `${TINY_YAML}\nprobe:\n  data: photos/red\n`);
  const { status, error } = await unlabeled(
    ...["pretrain", "photos", "--engine", "cpu", "--config", "bare.yaml", "--run", "bare"],
  );
  expect(status).toBe(1);
  expect(error).toMatch(/every picture must be in a sub-folder/);
});
