import { appendFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { options, until } from "../../fixtures/reports.ts";
import { tinyBatches, tinyMethod } from "../../fixtures/tiny-run.ts";
import { train } from "../train.ts";
import { elapsedSeconds } from "./elapsed-seconds.ts";
import { isRunning } from "./is-running.ts";
import { reportValues } from "./logs/report-values.ts";
import { readRun } from "./read-run.ts";

let folder = "";
let run = "";
let metrics = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "read-"));
  run = join(folder, "run");
  metrics = join(run, "metrics.jsonl");
});
afterEach(() => rm(folder, { recursive: true }));

test("a run is read with what it reported", async () => {
  const reports = await until(train(tinyMethod(), tinyBatches(), options({ run })), 3);
  const read = await readRun(run);
  expect(read.reports).toEqual(reports);
  expect(read.checkpoints.map(({ step }) => step)).toEqual([3]);
  expect(read).not.toHaveProperty("damagedLine");
});

test("an unfinished last line is left out, and no damage", async () => {
  await until(train(tinyMethod(), tinyBatches(), options({ run })), 3);
  await appendFile(metrics, '{"step":4,"lo');
  const read = await readRun(run);
  expect(read.reports.length).toBe(3);
  expect(read).not.toHaveProperty("damagedLine");
});

test.for(['{"step":4,"lo', "null", "[]", '{"loss":1}', ""])(
  "%j for a line is damage, and named",
  async (line) => {
    const reports = await until(train(tinyMethod(), tinyBatches(), options({ run })), 3);
    const [first, second, third] = reports.map((report) => JSON.stringify(report));
    await writeFile(metrics, `${first}\n${second}\n${line}\n${third}\n`);
    const read = await readRun(run);
    expect(read.reports).toEqual(reports.slice(0, 2));
    expect(read.damagedLine).toBe(3);
  },
);

test("whether a run is running is known, unless it is another machine's", async () => {
  const reports = train(tinyMethod(), tinyBatches(), options({ run }));
  await reports.next();
  expect(await isRunning(run)).toBe("yes");
  await reports.return();
  expect(await isRunning(run)).toBe("no");
  await writeFile(join(run, `running.${encodeURIComponent(hostname())}.1.0-0`), ""); // an older life of process 1
  expect(await isRunning(run)).toBe("no");
  await writeFile(join(run, "running.other-machine.1.0-0"), "");
  expect(await isRunning(run)).toBe("perhaps");
});

test("reportValues names values by their paths, in the report's order", () => {
  const report = {
    ...{ step: 1, totalSteps: 2, epoch: 0, loss: 3, measures: { spread: Number.NaN, "a/b": 4 } },
    ...{ learningRate: 5, imagesPerSecond: 6, secondsLeft: 7, notices: ["x", "y"] },
  };
  const expected = {
    ...{ step: 1, totalSteps: 2, epoch: 0, loss: 3, "measures/spread": NaN, "measures/a/b": 4 },
    ...{ learningRate: 5, imagesPerSecond: 6, secondsLeft: 7, notices: "x; y" },
  };
  expect(reportValues(report)).toEqual(Object.entries(expected));
  expect(reportValues(JSON.parse(JSON.stringify(report)))).toEqual(Object.entries(expected));
});

test("elapsedSeconds sums the steps' durations; a pace that is not known counts as none", () => {
  const reports = [4, 8, Number.POSITIVE_INFINITY, 0, Number.NaN, 2].map((imagesPerSecond) => ({
    imagesPerSecond,
  }));
  expect(elapsedSeconds(reports, 8)).toEqual([2, 3, 3, 3, 3, 7]);
});
