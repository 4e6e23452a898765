import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { constant, decodeSafetensors, defineNetwork, normal } from "@unlabeled/core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { options, until } from "../../fixtures/reports.ts";
import { tinyBatches, tinyMethod } from "../../fixtures/tiny-run.ts";
import { readRun } from "../run/read-run.ts";
import { train } from "../train.ts";
import { loadCheckpoint } from "./load-checkpoint.ts";
import { restoreNetwork } from "./restore-network.ts";

let folder = "";
let run = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "load-"));
  run = join(folder, "run");
});
afterEach(() => rm(folder, { recursive: true }));

const file = (step: number) => join(run, "checkpoints", `step-${step}.safetensors`);

async function trained(steps: number) {
  const method = tinyMethod();
  const reports = train(method, tinyBatches(), options({ run, checkpointEverySteps: 2, seed: 7 }));
  return { method, reports: await until(reports, steps) };
}

const message = (promise: Promise<unknown>) =>
  promise.then(
    () => "nothing was thrown",
    (error: Error) => error.message.replaceAll(folder, "FOLDER").replace(/[0-9a-f]{64}/g, "HASH"),
  );

/** The network inside tinyMethod, untrained. */
const network = (outputs = 4) =>
  defineNetwork(
    (variables) => {
      variables.kernel("kernel", [6, outputs], normal(1));
      variables.scale("norm/scale", [4]);
      variables.bias("norm/offset", [4]);
      variables.statistic("norm/mean", [4], constant(0));
      variables.statistic("norm/variance", [4], constant(1));
      return { apply: (x) => x };
    },
    { seed: 5 },
  );

test("a run's folder gives its newest checkpoint, a file itself", async () => {
  await trained(5);
  expect(await loadCheckpoint(run)).toMatchObject({ path: file(5), step: 5 });
  const { step, record } = await loadCheckpoint(file(2));
  expect(step).toBe(2);
  expect(record).toMatchObject({ method: { name: "tiny" }, seed: 7, engine: { name: "cpu" } });
});

test("a checkpoint is a safetensors file of parameters, state and slots by name", async () => {
  await trained(2);
  const { tensors, metadata } = decodeSafetensors(await readFile(file(2)));
  expect(Object.keys(metadata)).toEqual(["sha256", "step", "run"]);
  expect(Object.keys(tensors)).toEqual(
    expect.arrayContaining([
      "backbone/kernel",
      "backbone/norm/mean",
      "target/kernel",
      "updates",
      "optimizer/moment1/backbone/kernel",
      "optimizer/step",
    ]),
  );
  expect(tensors["optimizer/step"]).toMatchObject({ dtype: "I32", values: Int32Array.of(2) });
});

test("a network is restored by its role's name", async () => {
  const { method } = await trained(3);
  const restored = network();
  restoreNetwork(restored, await loadCheckpoint(run), "backbone");
  for (const { name, variable } of [...restored.parameters, ...restored.statistics]) {
    const own = [...method.trained, ...method.state].find((v) => v.name === `backbone/${name}`);
    expect(variable.dataSync(), name).toEqual(own?.variable.dataSync());
  }
  const target = network();
  restoreNetwork(target, await loadCheckpoint(run), "target");
  expect(target.parameters[0]?.variable.dataSync()).not.toEqual(
    restored.parameters[0]?.variable.dataSync(),
  );
});

test.for([
  ["a changed value", (bytes: Buffer) => bytes.fill(1, bytes.length - 4)],
  ["a changed header", (bytes: Buffer) => bytes.fill(0x20, 9, 12)],
  ["a cut end", (bytes: Buffer) => bytes.subarray(0, -1)],
  ["nothing in it", () => Buffer.alloc(0)],
] as const)("a file with %s is refused by name", async ([, spoil]) => {
  await trained(4);
  await writeFile(file(4), spoil(await readFile(file(4))));
  const text = await message(loadCheckpoint(run));
  expect(text).toMatch(
    /step-4\.safetensors must be whole; got a damaged file: its SHA|no checksum/,
  );
  expect(text).toContain("The one before it is FOLDER/run/checkpoints/step-2.safetensors.");
});

test("errors say what is there", async () => {
  await trained(2);
  expect(await message(loadCheckpoint(folder))).toMatchInlineSnapshot(
    `"loadCheckpoint: path must be a run with a checkpoint or the file of one; got FOLDER, a folder without checkpoints."`,
  );
  expect(await message(readRun(folder))).toMatchInlineSnapshot(
    `"readRun: folder must have a run in it; got FOLDER, which has no run.json."`,
  );
  const { tensors } = await loadCheckpoint(run);
  const checkpoint = { path: "RUN", tensors };
  expect(() =>
    restoreNetwork(network(), checkpoint, "projector"),
  ).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: restoreNetwork: role must be one of backbone, optimizer, target, updates, as RUN has; got projector.]`,
  );
  expect(() =>
    restoreNetwork(network(3), checkpoint, "backbone"),
  ).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: restoreVariables: backbone/kernel must have shape [6, 3]; got [6, 4].]`,
  );
});

test("a run tells its record, its reports and its checkpoints, newest first", async () => {
  const { reports } = await trained(5);
  const read = await readRun(run);
  expect(read.reports).toEqual(reports);
  expect(read.record.learningRate).toEqual(Array(11).fill(0.05));
  expect(read.checkpoints.map(({ step }) => step)).toEqual([5, 4, 2]);
});
