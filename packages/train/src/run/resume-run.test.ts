import { copyFile, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { all, failure, losses, options, until } from "../../fixtures/reports.ts";
import { tinyBatches, tinyMethod } from "../../fixtures/tiny-run.ts";
import { train } from "../train.ts";
import type { TrainOptions } from "../train-options.ts";
import { readRun } from "./read-run.ts";

let folder = "";
let run = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "resume-"));
  run = join(folder, "run");
});
afterEach(() => rm(folder, { recursive: true }));

const trained = (change: Partial<TrainOptions> = {}) =>
  train(
    tinyMethod(),
    tinyBatches(),
    options({ run, resume: true, checkpointEverySteps: 2, ...change }),
  );
const checkpoint = (step: number, of = run) => join(of, "checkpoints", `step-${step}.safetensors`);
const checkpoints = async () => (await readdir(join(run, "checkpoints"))).sort();
const file = (name: string) => join(run, name);

/** Text for people, with RUN for the run's folder and ID for a run's id. */
const plain = (text: string | undefined) =>
  text?.replaceAll(run, "RUN").replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "ID");

/** What is told when the run is resumed; it then ends as if nothing had been. */
async function noticesAfter(steps: number, spoil: () => Promise<void>, from: number) {
  const whole = losses(await all(train(tinyMethod(), tinyBatches(), options())));
  await until(trained(), steps);
  await spoil();
  const reports = await all(trained());
  expect(reports.map(({ step }) => step)).toEqual(whole.map((_, i) => i + 1).slice(from));
  expect(losses(reports)).toEqual(whole.slice(from));
  return reports[0]?.notices?.map(plain) ?? [];
}

test("a checkpoint of another run is refused by name, and the one before it used", async () => {
  const other = join(folder, "other");
  const put = async () => {
    await until(trained({ run: other }), 6); // the same settings: what differs could be a seed that is not recorded
    await copyFile(checkpoint(6, other), checkpoint(6));
    await copyFile(checkpoint(6, other), checkpoint(40));
  };
  expect(await noticesAfter(6, put, 4)).toMatchInlineSnapshot(`
    [
      "RUN/checkpoints/step-40.safetensors is refused (it is of another run, ID; this one is ID); went on from step 4",
      "RUN/checkpoints/step-6.safetensors is refused (it is of another run, ID; this one is ID); went on from step 4",
    ]
  `);
  expect(await checkpoints()).toMatchInlineSnapshot(`
    [
      "step-10.safetensors",
      "step-40.safetensors.refused",
      "step-6.safetensors",
      "step-6.safetensors.refused",
      "step-8.safetensors",
    ]
  `);
});

test("so is one of another step than its name says", async () => {
  const copied = () => copyFile(checkpoint(4), checkpoint(8));
  expect(await noticesAfter(6, copied, 6)).toMatchInlineSnapshot(`
    [
      "RUN/checkpoints/step-8.safetensors is refused (it is of step 4); went on from step 6",
    ]
  `);
});

test.for([
  ["cut short", (text: string) => text.slice(0, -20)],
  ["empty", () => ""],
  ["no record", () => "7"],
  ["other than it was", (text: string) => text.replace('"epochs": 2', '"epochs": 3')],
] as const)("run.json that is %s is written again from a checkpoint", async ([, spoiled]) => {
  let before = "";
  const notices = await noticesAfter(
    5,
    async () => {
      before = await readFile(file("run.json"), "utf8");
      await writeFile(file("run.json"), spoiled(before));
    },
    5,
  );
  expect(await readFile(file("run.json"), "utf8")).toBe(before);
  expect(notices).toEqual([
    expect.stringMatching(
      /^RUN\/run.json is written again from RUN\/checkpoints\/step-5.safetensors \((it is not JSON|it holds 7|epochs: 2 before, 3 now).*\)$/,
    ),
  ]);
});

test("so is one that is not there", async () => {
  expect(await noticesAfter(5, () => rm(file("run.json")), 5)).toMatchInlineSnapshot(`
    [
      "RUN/run.json is written again from RUN/checkpoints/step-5.safetensors (it was not there)",
    ]
  `);
});

test("run.json that is damaged before the first checkpoint is an error that says what to do", async () => {
  await until(trained(), 2);
  await writeFile(file("run.json"), "{");
  await expect(readRun(run)).rejects.toThrow("readRun: ");
  expect(plain((await failure(trained({ resume: false }), run)).message)).toMatchInlineSnapshot(
    `"train: run must be a folder without a run; got RUN, which has one at step 2. Resume it with resume: true, or name another folder."`,
  );
  await rm(checkpoint(2));
  expect(await failure(trained(), run)).toMatchInlineSnapshot(
    `[Error: train: RUN/run.json must be whole where there is no checkpoint to write it from; got a damaged file: it is not JSON. Remove it to begin again at the first step.]`,
  );
  await rm(file("run.json"));
  expect((await all(trained())).length).toBe(10);
});

test("lines of metrics.jsonl that are damaged are named, once, and the others stay", async () => {
  const spoil = async () => {
    const lines = (await readFile(file("metrics.jsonl"), "utf8")).split("\n");
    lines[1] = lines[1]?.replace(":", ";") as string;
    lines[3] = "\0".repeat(40);
    lines[4] = "7";
    await writeFile(file("metrics.jsonl"), lines.join("\n"));
  };
  expect(await noticesAfter(8, spoil, 8)).toMatchInlineSnapshot(`
    [
      "RUN/metrics.jsonl was damaged, and is kept as RUN/metrics.jsonl.damaged; it lacks the reports of steps 2, 4 to 5",
    ]
  `);
  const { reports, damagedLine } = await readRun(run);
  expect(damagedLine).toBeUndefined();
  expect(reports.map(({ step }) => step)).toEqual([1, 3, 6, 7, 8, 9, 10]);
  const kept = await readFile(file("metrics.jsonl.damaged"), "utf8");
  expect(kept.split("\n").length).toBe(9);
  await rm(checkpoint(10));
  const [again] = await all(trained());
  expect(again?.notices).toBeUndefined(); // it has been told
});

test("metrics.jsonl that lacks reports is told of; one that ends later is not", async () => {
  const cut = async () => {
    const lines = (await readFile(file("metrics.jsonl"), "utf8")).split("\n");
    await writeFile(file("metrics.jsonl"), `${lines.slice(0, 3).join("\n")}\n`);
  };
  expect(await noticesAfter(5, cut, 5)).toMatchInlineSnapshot(`
    [
      "RUN/metrics.jsonl lacks the reports of steps 4 to 5",
    ]
  `);
  await rm(run, { recursive: true });
  expect(await noticesAfter(5, () => rm(checkpoint(5)), 4)).toEqual([]);
});

test("checkpoints that cannot be read are an error that names them", async () => {
  await until(trained(), 4);
  await rename(checkpoint(4), `${checkpoint(4)}.away`);
  await rm(checkpoint(2));
  await rename(file("checkpoints"), file("away"));
  await writeFile(file("checkpoints"), "");
  expect(await failure(trained(), run)).toMatchInlineSnapshot(
    `[Error: train: RUN/checkpoints, a run's checkpoints, must be a folder that can be read; got ENOTDIR: not a directory, scandir 'RUN/checkpoints'.]`,
  );
});

test("as many stay as are to be kept, the one that was resumed from among them", async () => {
  await until(trained({ keep: 5, checkpointEverySteps: 1 }), 6);
  await writeFile(checkpoint(6), "damaged");
  await writeFile(`${checkpoint(5)}.unfinished`, "killed while this was written");
  const seen: string[][] = [];
  for await (const _ of trained({ keep: 2 })) seen.push(await checkpoints());
  expect(seen[0]).toEqual([
    "step-4.safetensors",
    "step-5.safetensors",
    "step-6.safetensors.damaged",
  ]);
  expect(await checkpoints()).toEqual([
    "step-10.safetensors",
    "step-6.safetensors.damaged",
    "step-8.safetensors",
  ]);
});
