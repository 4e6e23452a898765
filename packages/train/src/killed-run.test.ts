import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { randomStream } from "@unlabeled/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildPrograms, type Moment, startProgram } from "../fixtures/start-program.ts";
import { checkpointFiles } from "./checkpoint/checkpoint-files.ts";
import { loadCheckpoint } from "./checkpoint/load-checkpoint.ts";
import { readRun } from "./run/read-run.ts";

const SEED = Number(process.env.KILL_SEED ?? 3);
const KILLS = 50;
const PATIENCE = { timeout: 180_000 }; // a process a kill, on machines that are shared

let folder = "";
let whole: Outcome;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "killed-run-"));
  await buildPrograms();
  whole = (await finished([join(folder, "whole")]))[0] as Outcome;
  expect(whole.steps).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(whole.checkpoints).toEqual(["step-10.safetensors", "step-9.safetensors"]);
});
afterAll(() => rm(folder, { recursive: true }));

/** All that must be equal, to the bit, and what lies in the folder. */
interface Outcome {
  readonly steps: readonly number[];
  readonly numbers: readonly unknown[];
  readonly tensors: readonly unknown[];
  readonly files: readonly string[];
  readonly checkpoints: readonly string[];
}

async function outcome(run: string): Promise<Outcome> {
  const { reports } = await readRun(run);
  const { tensors } = await loadCheckpoint(run);
  return {
    steps: reports.map(({ step }) => step),
    numbers: reports.map(({ loss, measures, gradientNorm, learningRate }) => {
      return { loss, measures, gradientNorm, learningRate };
    }),
    tensors: Object.entries(tensors).map(([name, { values, dtype, shape }]) => {
      return { name, dtype, shape, bytes: Buffer.from(values.buffer).toString("base64") };
    }),
    files: (await readdir(run)).sort(),
    checkpoints: (await readdir(join(run, "checkpoints"))).sort(),
  };
}

/** What its newest checkpoint is of; 0 if there is none. */
async function newestStep(run: string): Promise<number> {
  return (await checkpointFiles(run))[0]?.step ?? 0;
}

/** Goes on with runs to their end, all in one process. */
async function finished(runs: readonly string[]): Promise<Outcome[]> {
  expect(await startProgram({ runs })).toEqual({ wasKilled: false, errors: "" });
  return Promise.all(runs.map(outcome));
}

test(
  "a run killed at random times and resumed equals one never stopped, bit for bit",
  PATIENCE,
  async () => {
    const random = randomStream({ seed: SEED, purpose: "kill" });
    const anyMoment = (): Moment =>
      random.integer(6) === 0
        ? { milliseconds: random.uniform(0, 200) } // most of them before it trains
        : { afterSteps: random.integer(5), milliseconds: random.uniform(0, 30) };
    const kills: Record<string, Moment[]> = {};
    let count = 0;
    let between = 0; // kills after the first checkpoint and before the last
    /** A run killed and resumed up to six times, then the next. */
    const oneByOne = async (task: { every: number; threads: boolean }) => {
      while (count < KILLS) {
        const run = join(folder, `random-${Object.keys(kills).length}`);
        const own: Moment[] = [];
        kills[run] = own;
        for (let wasKilled = true; wasKilled && own.length < 6; ) {
          const moment = anyMoment();
          const ended = await startProgram({ runs: [run], ...task }, moment);
          expect(ended.errors, `seed ${SEED}, ${JSON.stringify(own)}`).toBe("");
          wasKilled = ended.wasKilled;
          if (wasKilled) own.push(moment);
          const step = await newestStep(run);
          if (wasKilled && step > 0 && step < 10) between += 1;
        }
        count += own.length;
      }
    };
    await Promise.all([
      oneByOne({ every: 1, threads: false }),
      oneByOne({ every: 3, threads: true }), // up to three steps are lost, and made again
    ]);
    expect(between).toBeGreaterThan(5);
    for (const [i, found] of (await finished(Object.keys(kills))).entries()) {
      const moments = JSON.stringify(Object.values(kills)[i]);
      expect(found, `seed ${SEED}, killed and resumed: ${moments}`).toEqual(whole);
    }
  },
);

/** A new run a call, killed there, up to the end of its first checkpoint. */
async function newRuns() {
  const runs: string[] = [];
  for (let wasKilled = true; wasKilled; ) {
    const run = join(folder, `call-${runs.length + 1}`);
    const ended = await startProgram({ runs: [run], steps: 1 }, { call: runs.length + 1 });
    expect(ended.errors, run).toBe("");
    wasKilled = ended.wasKilled;
    runs.push(run);
  }
  expect(runs.length).toBeGreaterThan(15);
  for (const [i, found] of (await finished(runs)).entries()) {
    expect(found, `killed at call ${i + 1} of ${runs.length}`).toEqual(whole);
  }
}

/** One run, resumed after each kill, and killed at the next call. */
async function oneRun() {
  const run = join(folder, "again");
  await startProgram({ runs: [run], steps: 3 }); // more than are kept: each checkpoint takes the place of one
  let call = 0;
  for (let wasKilled = true; wasKilled; ) {
    call += 1;
    const ended = await startProgram({ runs: [run], steps: 1 }, { call });
    expect(ended.errors, `killed at calls 1 to ${call - 1}`).toBe("");
    wasKilled = ended.wasKilled;
  }
  expect(call).toBeGreaterThan(12);
  expect(await finished([run])).toEqual([whole]);
}

test(
  "so do runs killed before each call that changes files, and in the middle of each write",
  PATIENCE,
  async () => {
    await Promise.all([newRuns(), oneRun()]);
  },
);

test("of programs that train in one folder at once each waits for another, or says that it is there", async () => {
  const run = join(folder, "shared");
  const ends = await Promise.all([0, 1, 2].map(() => startProgram({ runs: [run], steps: 9 })));
  const refused = ends.filter(({ errors }) => errors !== "");
  for (const { errors } of refused) {
    expect(errors).toMatch(/got .*shared, in which process \d+ of .* does\./);
  }
  expect(refused.length).toBeLessThan(3);
  expect(await finished([run])).toEqual([whole]);
});

test.runIf(process.platform !== "win32")(
  "a run whose disk is full ends with one error, its last checkpoint is whole, and it can go on",
  async () => {
    const run = join(folder, "full");
    await startProgram({ runs: [run], steps: 3 });
    const files = () => readdir(join(run, "checkpoints"));
    const before = await files();
    const { errors } = await startProgram({ runs: [run] }, "full");
    expect(errors.match(/Error: /g)?.length, errors).toBe(2); // and its cause
    expect(errors).toMatch(/step-4.safetensors must be written for the run to go on; got EFBIG: /);
    expect(await files()).toEqual(before);
    expect(await finished([run])).toEqual([whole]);
  },
);
