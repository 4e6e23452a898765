import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readGiven } from "./given.ts";
import { configOf, readConfig } from "./read-config.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "unlabeled-config-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function file(name: string, text: string): Promise<string> {
  await writeFile(join(folder, name), text);
  return join(folder, name);
}

test("without file and flags there are the defaults, written out", async () => {
  const config = await readConfig(undefined, {});
  expect(config).toMatchObject({ method: "byol", backbone: "resnet18", batchSize: 256, seed: 0 });
  expect(config).toMatchObject({ predictor: { hidden: 4096 }, optimizer: { momentum: 0.9 } });
});

test("flags win over the file, one level down too", async () => {
  const yaml = "method: simclr\nepochs: 3\nlearningRate:\n  base: 0.1\n  warmupEpochs: 2\n";
  const config = await readConfig(await file("a.yaml", yaml), {
    epochs: 5,
    size: undefined,
    learningRate: { base: 0.2 },
  });
  expect(config).toMatchObject({
    method: "simclr",
    epochs: 5,
    size: 64,
    learningRate: { base: 0.2, warmupEpochs: 2 },
  });
});

test("a file's paths are relative to the file", async () => {
  const text = '{"data": "pictures", "probe": {"data": "labeled"}}';
  const config = await readConfig(await file("a.json", text), {});
  expect(config).toMatchObject({
    data: join(folder, "pictures"),
    probe: { data: join(folder, "labeled"), everyEpochs: 10 },
  });
});

describe("what is wrong with a file is said in one line", () => {
  const known = "must be a name that is known.";
  test.for([
    ["metod: byol", `metod in FILE ${known} Did you mean method?`],
    ["weightDecay: 1", `weightDecay in FILE ${known} Did you mean optimizer.weightDecay?`],
    ["lr: 1", `lr in FILE ${known} Did you mean learningRate.base?`],
    ["optimizer: { lr: 1 }", `optimizer.lr in FILE ${known} Did you mean learningRate.base?`],
    ["batch_size: 8", `batch_size in FILE ${known} Did you mean batchSize?`],
    [
      "views: { jitter: { hui: 0 } }",
      `views.jitter.hui in FILE ${known} Did you mean views.jitter.hue?`,
    ],
    ["frobnicate: 1", `frobnicate in FILE ${known} unlabeled schema lists them all.`],
    [
      "method: biol",
      'method in FILE must be byol, simclr, simclr-v2 or moco; got "biol". Did you mean byol?',
    ],
    ["method: dino", 'method in FILE must be byol, simclr, simclr-v2 or moco; got "dino".'],
    ["mocoVersion: 4", "mocoVersion in FILE must be 1, 2 or 3; got 4."],
    [
      "optimizer: { name: sdg }",
      'optimizer.name in FILE must be sgd, adam, adamw or lars; got "sdg". Did you mean sgd?',
    ],
    [
      "backbone: resnt18-w16",
      'backbone in FILE must be resnet8, 10, 18, 34, 50, 101, 152 or 200; then -w16 for a width of 16; then, from 50 on, -sk for selective kernels; or efficientnet-b0 to efficientnet-b7; got "resnt18-w16". Did you mean resnet18-w16?',
    ],
    ["epochs: -1", "epochs in FILE must be greater than 0; got -1."],
    ["epochs: many", 'epochs in FILE must be a number; got "many".'],
    ["size: 20.5", "size in FILE must be an integer; got 20.5."],
    ["views:", "views in FILE must be names and values; got null."],
    ["views: { blur: true }", "views.blur in FILE must be false or names and values; got true."],
    [
      "views: { blur: { kernelSize: 4, sigma: [2, 1] } }",
      "views.blur.kernelSize in FILE must be an odd integer; got 4. views.blur.sigma in FILE must be two numbers, the lower one first; got [2,1].",
    ],
    [
      "views: { blur: { kernelSize: wide } }",
      'views.blur.kernelSize in FILE must be a number; got "wide".',
    ],
    [
      "views: { blur: { sigm: [1, 2] } }",
      `views.blur.sigm in FILE ${known} Did you mean views.blur.sigma?`,
    ],
    ["views: { cropArea: [0, 1] }", "views.cropArea[0] in FILE must be greater than 0; got 0."],
    ["views: { cropArea: [1] }", "views.cropArea in FILE must have 2 entries; got [1]."],
    ["views: { cropArea: 1 }", "views.cropArea in FILE must be a list of two numbers; got 1."],
    ["clipNorm: none", 'clipNorm in FILE must be false or a number; got "none".'],
    ["chunk: 1", "chunk in FILE must be at least 2; got 1."],
    ["logs: csv", 'logs in FILE must be a list; got "csv".'],
    [
      "logs: [tensorbord]",
      'logs[0] in FILE must be tensorboard or csv; got "tensorbord". Did you mean tensorboard?',
    ],
    ["optimizer: { momentum: 1 }", "optimizer.momentum in FILE must be less than 1; got 1."],
    [
      "learningRate: { milestones: [] }",
      "learningRate.milestones in FILE must not be empty; got [].",
    ],
    ["keep: 1", "keep in FILE must be at least 2; got 1."],
    ["logs: [csv, csv]", 'logs in FILE must name each log once; got ["csv","csv"].'],
    ["probe: labeled", 'probe in FILE must be false or names and values; got "labeled".'],
    ["probe: { everySteps: 5 }", "probe.data in FILE must be a text; got nothing."],
    [
      "- 1",
      '--config must hold names and values, such as "method: byol"; got FILE, which does not.',
    ],
  ] as const)("%s", async ([yaml, message]) => {
    const path = await file("a.yaml", yaml);
    const error = { message: message.replaceAll("FILE", path) };
    await expect(readConfig(path, {})).rejects.toThrow(expect.objectContaining(error));
  });

  test("which line is no YAML", async () => {
    const path = await file("a.yaml", "size: 8\na: [");
    await expect(readConfig(path, {})).rejects.toThrow(/must be JSON or YAML; .* in line 2: /);
  });

  test("that there is none, and which recipe may be meant", async () => {
    await expect(readConfig("cloths-simclr", {})).rejects.toThrow(
      "--config must be a file that can be read, or a recipe (unlabeled pretrain --help lists them); got cloths-simclr. Did you mean clothes-simclr?",
    );
  });
});

test("a value that a flag gave is called as the flag", async () => {
  const flags = { optimizer: { name: "adm" }, logs: ["csv", "cvs"], learningRate: { base: 0 } };
  await expect(readConfig(undefined, { ...flags, batchSize: 1, mocoVersion: 7 })).rejects.toThrow(
    expect.objectContaining({
      message:
        '--batch-size must be at least 2; got 1. --moco-version must be 1, 2 or 3; got 7. --optimizer must be sgd, adam, adamw or lars; got "adm". Did you mean adam? --learning-rate must be greater than 0; got 0. --log must be tensorboard or csv; got "cvs". Did you mean csv?',
    }),
  );
});

test("a recipe is found by its name, and a file of that name before it", async () => {
  const config = await readConfig("clothes-simclr", { seed: 3 });
  expect(config).toMatchObject({ method: "simclr", size: 28, temperature: 0.2, seed: 3 });
  await expect(readConfig("clothes-simclr", { method: "byol" })).rejects.toThrow(
    "temperature in the recipe clothes-simclr must be left out with byol",
  );
  const home = process.cwd();
  await file("clothes-simclr", "size: 99");
  try {
    process.chdir(folder);
    expect((await readConfig("clothes-simclr", {})).size).toBe(99);
  } finally {
    process.chdir(home);
  }
});

describe("a resumed run", () => {
  const resumed = { epochs: 9, seed: 1, size: 32, optimizer: { name: "sgd", nesterov: true } };

  test("has the configuration that it began with, under file and flags", async () => {
    const given = await readGiven(await file("a.yaml", "epochs: 3\n"), { seed: 2 });
    expect(configOf(given, resumed)).toMatchObject({
      ...{ epochs: 3, seed: 2, size: 32 },
      optimizer: { nesterov: true },
    });
  });

  test("is asked only for what was given to go together", async () => {
    const adam = await readGiven(undefined, { optimizer: { name: "adam" } });
    expect(configOf(adam, resumed).optimizer).toMatchObject({ name: "adam" });
    const short = await readGiven(undefined, { epochs: 3 }); // the comparison of both will tell
    expect(configOf(short, { ...resumed, learningRate: { warmupEpochs: 5 } }).epochs).toBe(3);
    const wrong = await readGiven(undefined, { temperature: 1 });
    expect(() => configOf(wrong, resumed)).toThrow("--temperature must be left out with byol");
  });
});

test("the former name of emaMomentum counts as it, wherever each is given", async () => {
  const path = await file("a.yaml", "targetMomentum: 0.5\n");
  expect(await readConfig(path, {})).toMatchObject({ emaMomentum: 0.5 });
  expect(await readConfig(path, { emaMomentum: 0.7 })).toMatchObject({ emaMomentum: 0.7 });
  const given = await readGiven(path, {});
  expect(configOf(given, { emaMomentum: 0.9 })).toMatchObject({ emaMomentum: 0.5 });
});

test("the README's example is a configuration", async () => {
  const readme = await readFile(new URL("../../README.md", import.meta.url), "utf8");
  const yaml = /```yaml\n(.*?)```/s.exec(readme)?.[1] ?? "";
  const config = await readConfig(await file("byol.yaml", yaml), {});
  expect(config).toMatchObject({ data: join(folder, "photos"), views: { solarize: false } });
});
