import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Report } from "../../report.ts";
import { openEventLog } from "./event-log.ts";
import { eventRecord, type LogEvent } from "./event-record.ts";

const BEGAN = 1_700_000_000; // seconds
const FROZEN = new URL("../../../fixtures/tensorboard/", import.meta.url); // event_files.py made them

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "events-"));
});
afterEach(() => rm(folder, { recursive: true }));

/** What the fixtures' script reports of a step. */
function report(step: number, late = 0): Report {
  return {
    step,
    totalSteps: 8,
    epoch: Math.floor(step / 5),
    loss: 2 / step + late,
    measures: { spread: 0.1 * step, ...(step % 3 === 2 && { knn: step / 16 }) },
    learningRate: 0.05,
    imagesPerSecond: 8,
    secondsLeft: 8 - step,
  };
}

/** A program that goes on after `step` and reports; a second a step, from `began` seconds on. */
async function program(
  began: number,
  step: number,
  reports: readonly Report[],
  from = began,
): Promise<void> {
  let time = began;
  const now = () => 1000 * (BEGAN + time);
  const log = await openEventLog({ folder, step, batchSize: 8, now });
  for (const one of reports) {
    time = from + one.step;
    log.add(one);
  }
  await log.close();
}

const steps = (first: number, last: number, late = 0) =>
  Array.from({ length: last - first + 1 }, (_, i) => report(first + i, late));

const record = (wallTime: number, step: number, what: LogEvent["what"]) =>
  eventRecord({ wallTime: BEGAN + wallTime, step, what });

const fileVersion = { fileVersion: "brain.Event:2" };

test("a run killed and resumed twice is to the byte what TensorBoard's own code writes", async () => {
  await program(0, 0, steps(1, 6));
  const [first = ""] = await readdir(folder);
  const whole = await readFile(join(folder, first));
  await writeFile(join(folder, first), whole.subarray(0, -9)); // killed while it wrote the last record
  await program(1, 3, []);
  await program(20, 3, steps(4, 8, 0.5));
  const names = (await readdir(new URL("killed/", FROZEN))).sort();
  expect((await readdir(folder)).sort()).toEqual(names);
  for (const name of names) {
    const frozen = await readFile(new URL(`killed/${name}`, FROZEN));
    expect(await readFile(join(folder, name))).toEqual(frozen);
  }
});

test("values at the edges of their types are to the byte what TensorBoard's own code writes", async () => {
  const loss = (value: number) => ({ scalars: [["loss", value]] as const });
  const odd = [
    ["loss", 0],
    ["measures/nan", Number.NaN],
    ["measures/Größe", -1e-30],
    [`measures/${"x".repeat(150)}`, 3e38],
  ] as const;
  const records = [
    record(0, 0, fileVersion),
    record(0, 1, { sessionStart: true }),
    record(0.25, 1, { scalars: odd }),
    record(1, 127, loss(1)),
    record(2, 128, loss(2)),
    record(3, 2 ** 40 + 5, loss(3)),
  ];
  const frozen = new URL(`odd/events.out.tfevents.${BEGAN}.unlabeled`, FROZEN);
  expect(Buffer.concat(records)).toEqual(await readFile(frozen));
});

test("TensorBoard's readers took from those bytes what was reported last of each step", async () => {
  const read = JSON.parse(await readFile(new URL("read.json", FROZEN), "utf8"));
  expect(Object.keys(read)).toEqual(["EventAccumulator", "EventMultiplexer", "data server"]);
  const reported = [...steps(1, 3), ...steps(4, 8, 0.5)];
  const curve = (value: (report: Report) => number | undefined) =>
    reported.flatMap((one) => {
      const found = value(one);
      const time = one.step + (one.step > 3 ? 20 : 0);
      return found === undefined ? [] : [[one.step, time, Math.fround(found)]];
    });
  for (const { killed, zeros, odd } of Object.values<typeof read>(read)) {
    const numbers = Object.entries<[number, number, string][]>(killed).map(([tag, points]) => [
      tag,
      points.map(([step, time, value]) => [step, time, Number(value)]),
    ]);
    expect(Object.fromEntries(numbers)).toEqual({
      epoch: curve(({ epoch }) => epoch),
      loss: curve(({ loss }) => loss),
      "measures/spread": curve(({ measures }) => measures.spread),
      "measures/knn": curve(({ measures }) => measures.knn),
      learningRate: curve(({ learningRate }) => learningRate),
      imagesPerSecond: curve(({ imagesPerSecond }) => imagesPerSecond),
    });
    expect(zeros.loss.map(([step]: [number]) => step)).toEqual([1, 2]); // past the zeros of a loss of power
    expect(odd.loss.at(-1)).toEqual([2 ** 40 + 5, 3, "3.0"]);
    expect(odd["measures/nan"][0][2]).toBe("nan");
  }
});

test("a file's name sorts after those that are there, whatever the clock says", async () => {
  for (const began of [5, 5, -3600, 7]) await program(began, 0, []);
  const seconds = [5, 6, 7, 8].map((after) => `events.out.tfevents.${BEGAN + after}.unlabeled`);
  expect((await readdir(folder)).sort()).toEqual(seconds);
});

test("a run that began without this log has its earlier reports in the first file", async () => {
  const paces = [4, 8, Number.NaN, 2]; // rows a second: 2, 1, unknown and 4 seconds a step
  const earlier = paces.map((imagesPerSecond, i) => ({ ...report(i + 1), imagesPerSecond }));
  const lines = earlier.map((one) => `${JSON.stringify(one)}\n`);
  await writeFile(join(folder, "metrics.jsonl"), lines.join(""));
  await program(100, 4, []);
  const [name = ""] = await readdir(folder);
  const scalars = ({ epoch, loss, measures, imagesPerSecond }: Report) => ({
    scalars: [
      ["epoch", epoch],
      ["loss", loss],
      ...Object.entries(measures).map(([of, value]) => [`measures/${of}`, value] as const),
      ["learningRate", 0.05],
      ["imagesPerSecond", imagesPerSecond],
    ] as const,
  });
  const times = [95, 96, 96, 100];
  expect(await readFile(join(folder, name))).toEqual(
    Buffer.concat([
      record(95, 0, fileVersion),
      record(95, 1, { sessionStart: true }),
      ...earlier.map((one, i) => record(times[i] as number, one.step, scalars(one))),
    ]),
  );
});
