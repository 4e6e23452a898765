import { mkdir, mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { adam } from "@unlabeled/core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { all, losses, options, until } from "../../../fixtures/reports.ts";
import { tinyBatches, tinyMethod } from "../../../fixtures/tiny-run.ts";
import { savedVariables } from "../../checkpoint/saved-variables.ts";
import type { Report } from "../../report.ts";
import { train } from "../../train.ts";
import type { TrainOptions } from "../../train-options.ts";
import { openRun } from "../open-run.ts";
import { runRecord } from "../run-record.ts";
import { openToolLogs } from "./open-tool-logs.ts";

let folder = "";
let run = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "logs-"));
  run = join(folder, "run");
});
afterEach(() => rm(folder, { recursive: true }));

const logs = ["tensorboard", "csv"] as const;
const started = (change: Partial<TrainOptions> = {}) =>
  train(tinyMethod(), tinyBatches(), options({ run, logs, ...change }));

/** The losses of metrics.csv. */
async function written(): Promise<number[]> {
  const [head = "", ...lines] = (await readFile(join(run, "metrics.csv"), "utf8"))
    .trimEnd()
    .split("\n");
  const column = head.split(",").indexOf("loss");
  return lines.map((line) => Number(line.split(",")[column]));
}

test("a run has no logs but metrics.jsonl by default", async () => {
  await all(started({ logs: [] }));
  expect((await readdir(run)).sort()).toEqual(["checkpoints", "metrics.jsonl", "run.json"]);
});

test("a run left and resumed has all steps once, and an event file a start", async () => {
  const whole = await all(train(tinyMethod(), tinyBatches(), options()));
  await until(started(), 4);
  expect(await written()).toEqual(losses(whole).slice(0, 4));
  await all(started({ resume: true }));
  expect(await written()).toEqual(losses(whole));
  expect((await readdir(run)).filter((name) => name.includes("tfevents")).length).toBe(2);
});

test("a finished run gets the logs that it lacks when it is resumed with them", async () => {
  const whole = await all(started({ logs: [] }));
  expect(await all(started({ resume: true }))).toEqual([]);
  expect(await written()).toEqual(losses(whole));
  const events = (await readdir(run)).find((name) => name.includes("tfevents")) as string;
  expect((await stat(join(run, events))).size).toBeGreaterThan(1000);
});

test("all is in the files at a checkpoint, at the end, and else every three seconds", async () => {
  const [reports, names] = [await all(started()), await readdir(run)];
  const other = join(folder, "other");
  await mkdir(other);
  let time = 0;
  const log = await openToolLogs(["tensorboard"], {
    ...{ folder: other, step: 0, batchSize: 8 },
    now: () => time,
  });
  const [name = ""] = await readdir(other);
  const size = async () => (await stat(join(other, name))).size;
  const grew: boolean[] = [];
  const after = async (seconds: number, next: () => Promise<void>) => {
    const before = await size();
    time += 1000 * seconds;
    await next();
    grew.push((await size()) > before);
  };
  const add = () => log.add(reports[0] as (typeof reports)[0]);
  await after(0, add); // so that a curve begins at once
  await after(1, add);
  await after(1.9, add);
  await after(0.1, add);
  await after(2.9, add);
  await after(0, log.sync);
  await after(0, add);
  await after(0, log.close);
  expect(grew).toEqual([true, false, false, true, false, true, false, true]);
  expect(names).toContain("metrics.csv");
});

test("a log that cannot be written is an error, but costs no checkpoint", async () => {
  const method = tinyMethod();
  const record = runRecord(method, tinyBatches(), options());
  const opened = await openRun(run, {
    ...{ record, logs: ["csv"], resume: false, keep: 3 },
    variables: savedVariables(method, adam()),
  });
  const [first, second] = await until(train(tinyMethod(), tinyBatches(), options()), 2);
  await opened.log(first as Report);
  await opened.log(second as Report);
  await rm(join(run, "metrics.csv"));
  await mkdir(join(run, "metrics.csv"));
  await expect(opened.save(2)).rejects.toMatchObject({ code: "EISDIR" });
  await opened.close(); // the checkpoint is there
  expect(await readdir(join(run, "checkpoints"))).toEqual(["step-2.safetensors"]);
});

test("logs are checked before anything happens", () => {
  const start = (change: object) => () => started(change as Partial<TrainOptions>);
  expect(start({ logs: ["csv", "wandb"] })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: train: logs must be of "tensorboard", "csv"; got "wandb".]`,
  );
  expect(() =>
    train(tinyMethod(), tinyBatches(), options({ logs })),
  ).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: train: run must be the folder to keep the logs in; got none.]`,
  );
});
