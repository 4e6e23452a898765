import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Report } from "../../report.ts";
import { openCsvLog } from "./csv-log.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "csv-"));
});
afterEach(() => rm(folder, { recursive: true }));

function report(step: number, change: Partial<Report> = {}): Report {
  return {
    ...{ step, totalSteps: 9, epoch: 0, loss: 1 / step, measures: { spread: 0.5 } },
    ...{ learningRate: 1e-7, imagesPerSecond: 8, secondsLeft: 0 },
    ...change,
  };
}

const csv = () => readFile(join(folder, "metrics.csv"), "utf8");

/** Reports as the run's loop logs them: metrics.jsonl first; flushed after each. */
async function logged(step: number, reports: readonly Report[]): Promise<void> {
  const log = await openCsvLog({ folder, step, batchSize: 8, now: Date.now });
  for (const one of reports) {
    await appendFile(join(folder, "metrics.jsonl"), `${JSON.stringify(one)}\n`);
    log.add(one);
    await log.flush();
  }
  await log.close();
}

const HEAD = "step,totalSteps,epoch,loss,measures/spread,learningRate,imagesPerSecond,secondsLeft";

test("has a line a report, numbers as they are", async () => {
  await logged(0, [report(1), report(3)]);
  expect(await csv()).toBe(
    `${HEAD}\n1,9,0,1,0.5,1e-7,8,0\n3,9,0,0.3333333333333333,0.5,1e-7,8,0\n`,
  );
});

test("gets a column when a report brings a new value; cells of others are empty", async () => {
  const probed = { measures: { "probe, linear": 0.25 } };
  await logged(0, [report(1), report(2, probed), report(4)]);
  expect(await csv()).toBe(
    `${HEAD},"measures/probe, linear"\n1,9,0,1,0.5,1e-7,8,0,\n2,9,0,0.5,,1e-7,8,0,0.25\n4,9,0,0.25,0.5,1e-7,8,0,\n`,
  );
});

test("quotes commas, quotes and line ends, and says NaN where a value is not finite", async () => {
  const notices = ['"a" was, b', "two\nlines"];
  await logged(0, [report(1, { measures: { spread: Number.NaN }, notices })]);
  expect(await csv()).toBe(`${HEAD},notices\n1,9,0,1,NaN,1e-7,8,0,"""a"" was, b; two\nlines"\n`);
});

test("is made anew from metrics.jsonl when the run is resumed", async () => {
  await logged(0, [report(1), report(2), report(3)]);
  await appendFile(join(folder, "metrics.csv"), "4,9,0,0.2"); // killed while it wrote
  const kept = [report(1), report(2)].map((one) => `${JSON.stringify(one)}\n`);
  await writeFile(join(folder, "metrics.jsonl"), kept.join("")); // as openMetricsLog leaves it
  await logged(2, [report(3, { loss: 7 })]);
  expect(await csv()).toBe(
    `${HEAD}\n1,9,0,1,0.5,1e-7,8,0\n2,9,0,0.5,0.5,1e-7,8,0\n3,9,0,7,0.5,1e-7,8,0\n`,
  );
});
