import { readdir, readFile } from "node:fs/promises";
import { evaluationView } from "@unlabeled/augment";
import { useEngine } from "@unlabeled/core";
import { evaluationBatches, imageFolder } from "@unlabeled/data";
import { extractFeatures } from "@unlabeled/eval";
import { beforeAll, describe, expect, test } from "vitest";
import { inFolder, TINY, TINY_YAML, unlabeled } from "../fixtures/cli.ts";
import { writeLabeled, writePictures, writeText } from "../fixtures/pictures.ts";
import { trainedRun } from "../stages/trained-run.ts";

inFolder();

const CPU = ["--engine", "cpu"];

const trained = { status: -1, out: "", error: "" };
beforeAll(async () => {
  await writeLabeled("labeled");
  await writeLabeled("others");
  await writePictures("mixed", 7, [90, 90, 20]);
  await writeText("mixed/x.png", "no picture");
  await writeText("tiny.yaml", TINY_YAML);
  Object.assign(trained, await unlabeled("pretrain", "labeled", "--run", "runs/a", ...TINY));
});

test("pretrain names engine, pictures and run, trains, and says what to do next", async () => {
  expect(trained).toMatchObject({ status: 0, error: "" });
  expect(trained.out.split("\n")[0]).toMatch(/^cpu engine \(.*\) - 20 pictures - runs\/a$/);
  expect(trained.out).toMatch(/epoch 1\/1 {2}loss \d\.\d{3} {2}spread \d\.\d\d {2}/);
  expect(trained.out).toContain("unlabeled eval knn runs/a LABELED");
  expect(await readdir("runs/a")).toEqual(["checkpoints", "metrics.jsonl", "run.json"]);
  expect(await readdir("runs/a/checkpoints")).toContain("step-5.safetensors");
  const { config, seed } = JSON.parse(await readFile("runs/a/run.json", "utf8"));
  expect(config).toMatchObject({ method: "byol", backbone: "resnet8-w2", epochs: 1 });
  expect(seed).toBe(0);
});

test("pretrain with SimCLR and a flag for each part of the configuration", async () => {
  const flags = "--method simclr --optimizer adam --learning-rate 0.01 --weight-decay 0.001";
  const more = "--temperature 0.2 --seed 3 --workers 0 --run runs/simclr";
  const words = `${flags} ${more}`.split(" ");
  expect(await unlabeled("pretrain", "labeled", ...TINY, ...words)).toMatchObject({ status: 0 });
  const { config } = JSON.parse(await readFile("runs/simclr/run.json", "utf8"));
  expect(config).toMatchObject({
    method: "simclr",
    optimizer: { name: "adam", weightDecay: 0.001 },
    learningRate: { base: 0.01 },
    temperature: 0.2,
    seed: 3,
  });
});

test("pretrain lists the pictures that it could not read", async () => {
  const { status, out } = await unlabeled("pretrain", "mixed", ...TINY);
  expect(status).toBe(0);
  const list = "runs/mixed-byol/skipped.txt"; // the run's folder by default
  expect(out).toContain(`1 picture could not be read and left out (list: ${list}).`);
  expect(await readFile(list, "utf8")).toMatch(/^x\.png\t\S.*\n$/);
});

test("eval knn prints a row for each kind of features, and how it was measured", async () => {
  const { status, out } = await unlabeled("eval", "knn", "runs/a", "labeled", "-k", "3", ...CPU);
  expect(status).toBe(0);
  expect(out).toMatch(/^cpu engine \(.*\) - runs\/a, step 5\n/);
  for (const name of ["raw pixels", "untrained network", "trained network"]) {
    expect(out).toMatch(new RegExp(`\n${name} +\\d+\\.\\d%\n`));
  }
  expect(out).toContain(
    "knn, similarity cosine, k 3, temperature 0.07; network features, centred;",
  );
  expect(out).toContain(
    "16 training and 4 test pictures (a random fifth of each class of labeled (seed 0)).",
  );
});

test("eval knn --json prints the figures with their protocols", async () => {
  const flags = ["--test", "others", "--json", "--no-baselines", ...CPU];
  const { out } = await unlabeled("eval", "knn", "runs/a", "labeled", ...flags);
  const { figures, ...rest } = JSON.parse(out);
  expect(rest).toEqual({ run: "runs/a", step: 5, test: "others", skipped: 0 });
  expect(Object.keys(figures)).toEqual(["trained network"]);
  expect(figures["trained network"]).toMatchObject({
    accuracy: 1, // red and blue are far apart for any network
    protocol: { method: "knn", k: 20, temperature: 0.07 },
    counts: { train: 20, test: 20, classes: 2, width: 8 },
  });
});

test.for([
  [["--l2", "10"], { method: "logistic regression", l2: 10 }],
  [["--protocol", "sgd", "--epochs", "5"], { method: "linear probe by SGD", epochs: 5 }],
  [
    ["--labels-per-class", "2", "--draws", "3"],
    { method: "logistic regression on few labels", labelsPerClass: 2, draws: 3 },
  ],
] as const)("eval linear %j", async ([flags, protocol]) => {
  const words = ["--json", "--no-baselines", ...flags, ...CPU];
  const { status, out } = await unlabeled("eval", "linear", "runs/a", "labeled", ...words);
  expect(status).toBe(0);
  expect(JSON.parse(out).figures["trained network"].protocol).toMatchObject(protocol);
});

describe("embed writes what the run's newest checkpoint makes of the pictures", async () => {
  const features = async (folder: string) => {
    await useEngine("cpu");
    const { backbone } = await (await trainedRun("runs/a")).restore();
    const view = evaluationView({ size: 8 });
    const pictures = evaluationBatches(await imageFolder(folder), view, { batchSize: 3 });
    return extractFeatures(backbone, pictures);
  };

  test("as .npy, with the names beside it", async () => {
    const { status, out } = await unlabeled("embed", "runs/a", "mixed", "-o", "f.npy", ...CPU);
    expect(status).toBe(0);
    expect(out).toContain("f.npy: 7 rows of 8 features\n1 picture could not be read and left out");
    const file = await readFile("f.npy");
    const start = 10 + file.readUInt16LE(8);
    expect(file.subarray(10, start).toString()).toContain("'shape': (7, 8)");
    const values = new Float32Array(new Uint8Array(file.subarray(start)).buffer);
    const expected = await features("mixed");
    expect(values.length).toBe(56);
    for (const [i, value] of values.entries())
      expect(value).toBeCloseTo(expected.values[i] ?? NaN, 5);
    expect(await readFile("f.npy.keys.txt", "utf8")).toBe(
      [0, 1, 2, 3, 4, 5, 6].map((i) => `${i}.png\n`).join(""),
    );
    expect((await readdir(".")).filter((name) => name.includes("unfinished"))).toEqual([]);
  });

  test("as .csv", async () => {
    await unlabeled("embed", "runs/a", "labeled", "-o", "f.csv", ...CPU);
    const [header, ...lines] = (await readFile("f.csv", "utf8")).trimEnd().split("\n");
    expect(header).toBe("key,f0,f1,f2,f3,f4,f5,f6,f7");
    const { values } = await features("labeled");
    expect(lines.length).toBe(20);
    for (const [row, line] of lines.entries()) {
      const [key, ...numbers] = line.split(",");
      expect(key).toBe(`${row < 10 ? "blue" : "red"}/${row % 10}.png`);
      for (const [i, number] of numbers.entries()) {
        expect(Number(number)).toBeCloseTo(values[8 * row + i] ?? NaN, 5);
      }
    }
  });
});

test("doctor says which engines work, and which is used", async () => {
  const { status, out } = await unlabeled("doctor");
  expect(status).toBe(0);
  expect(out).toContain(`Node ${process.versions.node}`);
  expect(out).toMatch(/works {2}cpu +plain JavaScript/);
  expect(out.match(/used when no --engine is given/g)?.length).toBe(1);
});

test("schema prints the JSON Schema that the package ships", async () => {
  const { out } = await unlabeled("schema");
  const shipped = new URL("../../schema/pretrain.schema.json", import.meta.url);
  expect(JSON.parse(out)).toEqual(JSON.parse(await readFile(shipped, "utf8"))); // pnpm schema
});

test.for([
  "",
  "pretrain",
  "eval",
  "eval knn",
  "eval linear",
  "eval all",
  "embed",
  "demo",
  "finetune",
  "distill",
  "simclr-v2",
])("unlabeled %s --help shows usage and examples", async (command) => {
  const words = command.split(" ").filter((word) => word !== "");
  const { status, out } = await unlabeled(...words, "--help");
  expect(status).toBe(0);
  expect(out).toContain(["Usage: unlabeled", ...words].join(" "));
  const examples = out.split("Examples:\n")[1]?.split("\n") ?? [];
  expect(examples.length).toBeGreaterThan(1);
  expect(Math.max(...examples.map((line) => line.length))).toBeLessThanOrEqual(80);
});
