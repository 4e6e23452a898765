import { existsSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { readRun } from "@unlabeled/train";
import { beforeAll, expect, test } from "vitest";
import { unlabeled } from "../fixtures/cli.ts";
import { writeLabeled, writePictures } from "../fixtures/pictures.ts";
import { figureOf, onCpu as run, withPretrained } from "../fixtures/stages.ts";

withPretrained();
beforeAll(async () => {
  await writeLabeled("others"); // the same pictures as labeled
  await run("pretrain", "photos", "--config", "v2.yaml", "--method", "byol", "--run", "byol");
});

const tune = (...words: string[]) => run("finetune", "base", "labeled", "--test", "test", ...words);

test("trains a classifier on the labels and measures it", async () => {
  const { status, out, error } = await tune("--run", "tuned", "--epochs", "2");
  expect({ status, error }).toEqual({ status: 0, error: "" });
  expect(out).toMatch(
    /^cpu engine .* - resnet8-w2 - 20 labels of 2 classes - tuned\nepoch 1\/2 .*accuracy.*\n/,
  );
  expect(out).toMatch(/\nfine-tuned +\d+\.\d%\nMeasured on 6 pictures: test\.\n/);
  const { record, reports } = await readRun("tuned");
  expect(reports.length).toBe(2);
  expect(record.method.name).toBe("fine-tune");
  expect(record.config).toMatchObject({
    ...{ stage: "finetune", fromLayer: 1, fraction: 1, classes: ["blue", "red"], batchSize: 20 },
    optimizer: { name: "sgd", nesterov: true, weightDecay: 0 },
    learningRate: { base: 0.2, warmupEpochs: 0, schedule: "cosine" },
  });
  expect(await figureOf("tuned")).toMatchObject({ pictures: 6, split: "test" });
});

test("from the features, by a part of the labels, and ends early by others", async () => {
  const { status, out } = await tune(
    ...["--run", "early", "--from-layer", "0", "--fraction", "0.5", "--patience", "1"],
    ...["--epochs", "30", "--optimizer", "lars"],
  );
  expect(status).toBe(0);
  expect(out).toContain("8 labels of 2 classes");
  const { record, reports } = await readRun("early");
  expect(record.config).toMatchObject({ fromLayer: 0, patience: 1, fraction: 0.5 });
  expect(record.config).not.toHaveProperty("head");
  expect(record.learningRate[0]).toBeCloseTo(0.005 * Math.sqrt(8));
  expect(reports.length).toBeLessThan(30);
  expect(existsSync("early/best.safetensors")).toBe(true);
  expect((await unlabeled("runs", "early")).out).toMatch(/finished/);
});

test("goes on as it began, and not otherwise; what is finished stays", async () => {
  const words = ["--run", "again", "--epochs", "2"];
  await tune(...words);
  const first = await figureOf("again");
  expect((await tune(...words)).error).toContain("--run must be a folder without a run");
  const { out } = await run(
    "finetune",
    "base",
    "labeled",
    "--test",
    "test",
    "--run",
    "again",
    "--resume",
  );
  expect(out).toContain("again was finished before: there was nothing left to train.");
  expect((await tune("--run", "again", "--resume", "--epochs", "3")).error).toBe(
    "unlabeled: settings must be those that again began with; got epochs 3 instead of 2. Leave those out, or start a new run in another folder.\n",
  );
  await rm("again/figures.json"); // killed before it was measured
  await tune("--run", "again", "--resume");
  expect(await figureOf("again")).toEqual(first);
});

test("of a pretraining with a memory", async () => {
  await run(...["pretrain", "photos", "--config", "v2.yaml", "--queue", "8", "--run", "memory"]);
  expect((await readRun("memory")).record.method.settings).toMatchObject({ batchNegatives: true });
  const { status } = await run(
    ...[
      "finetune",
      "memory",
      "labeled",
      "--from-layer",
      "2",
      "--epochs",
      "1",
      "--run",
      "of-memory",
    ],
  );
  expect(status).toBe(0);
});

test("two classes are the least", async () => {
  await writePictures("one/red", 4, [190, 20, 20]);
  expect((await run("finetune", "base", "one")).error).toBe(
    "unlabeled: one must have pictures of two or more classes; got red only.\n",
  );
});

test.for([
  [
    ["finetune", "photos", "labeled"],
    "RUN must be a folder that unlabeled pretrain made; got photos, which has no run.json.",
  ],
  [
    ["finetune", "base", "photos"],
    /^unlabeled: with labels, every picture must be in a sub-folder/,
  ],
  [
    ["finetune", "base", "labeled", "--from-layer", "4"],
    "--from-layer must be in [0, 3], the layers of RUN's projector; got 4.",
  ],
  [
    ["finetune", "byol", "labeled", "--from-layer", "1"],
    "--from-layer must be 0 where RUN was pretrained by byol: the other layers are of SimCLR's projectors; got 1.",
  ],
  [
    ["finetune", "base", "labeled", "--test", "test", "--fraction", "0.05"],
    "--fraction must leave a picture of each of the 2 classes; got 0.05 of 20 pictures, 1. 0.1 is enough.",
  ],
  [
    ["finetune", "base", "labeled", "--test", "others"],
    "--test must have other pictures than those that are learned from; got others, of which 20 of 20 are in labeled too. Leave --test out to hold out a fifth, or take those away.",
  ],
  [
    ["finetune", "base", "labeled", "--batch-size", "99"],
    "--batch-size must be at most the number of labelled pictures, 16; got 99. Make it smaller, or bring more pictures.",
  ],
  [
    ["finetune", "base", "labeled", "--fraction", "2"],
    /option '--fraction <x>' argument '2' is invalid. It must be in \(0, 1\]/,
  ],
  [["finetune", "base", "labeled/red"], /every picture must be in a sub-folder/],
] as const)("says what is wrong with %j", async ([words, message]) => {
  const { status, out, error } = await run(...words);
  expect({ status, out }).toEqual({ status: 1, out: "" });
  if (typeof message === "string") expect(error).toBe(`unlabeled: ${message}\n`);
  else expect(error).toMatch(message);
});

test("classes without pictures are named", async () => {
  await writeLabeled("more");
  await mkdir("more/green");
  const { out } = await run(
    "finetune",
    "base",
    "more",
    "--test",
    "test",
    "--run",
    "m",
    "--epochs",
    "1",
  );
  expect(out).toContain("There are no pictures in green of more.\n");
  await writePictures("rare/blue", 9, [20, 20, 190]);
  await writePictures("rare/red", 9, [190, 20, 20]);
  await writePictures("rare/tan", 1, [190, 120, 20]);
  const rare = await run("finetune", "base", "rare", "--run", "r", "--epochs", "1");
  expect(rare.error).toBe("");
  expect(rare.out).toContain("There are no test pictures of tan.\n"); // its one picture is learned
});
