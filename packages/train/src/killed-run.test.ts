import { spawn } from "node:child_process";
import { watch } from "node:fs";
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { randomStream } from "@unlabeled/core";
import { build } from "tsup";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadCheckpoint } from "./checkpoint/load-checkpoint.ts";
import { readRun } from "./run/read-run.ts";

const PROGRAM = ".test/killed-run/killed-run.js"; // inside the package, so that it finds tfjs

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "killed-run-"));
  await build({
    config: false,
    silent: true,
    entry: ["fixtures/killed-run.ts"],
    outDir: ".test/killed-run",
    format: "esm",
    target: "es2022",
    noExternal: [/^@unlabeled/],
    esbuildOptions(options) {
      options.conditions = ["@unlabeled/source"];
    },
  });
}, 60_000);
afterAll(() => rm(folder, { recursive: true }));

/** When to kill: at once after so many milliseconds past a step, or as soon as a checkpoint is being written. */
type Moment = { readonly afterStep: number; readonly milliseconds: number } | "while writing";

/** Runs the program until it ends, or kills it with SIGKILL at the moment. */
async function start(
  run: string,
  padding: number,
  moment?: Moment,
): Promise<NodeJS.Signals | null> {
  const child = spawn(process.execPath, [PROGRAM, run, `${padding}`]);
  const ended = new Promise<NodeJS.Signals | null>((resolve) => {
    child.on("exit", (_, signal) => resolve(signal));
  });
  let errors = "";
  child.stderr.on("data", (text) => {
    errors += text;
  });
  if (moment === "while writing") {
    await mkdir(join(run, "checkpoints"), { recursive: true });
    const watcher = watch(join(run, "checkpoints"), (_, name) => {
      if (name?.endsWith(".unfinished")) child.kill("SIGKILL");
    });
    child.on("exit", () => watcher.close());
  } else if (moment) {
    let steps = 0;
    child.stdout.on("data", (text) => {
      steps += `${text}`.split("\n").length - 1;
      if (steps >= moment.afterStep) setTimeout(() => child.kill("SIGKILL"), moment.milliseconds);
    });
  }
  const signal = await ended;
  if (signal === null) expect(errors).toBe("");
  return signal;
}

/** All that must be equal, to the bit. */
async function outcome(run: string) {
  const { reports } = await readRun(run);
  const { tensors, step } = await loadCheckpoint(run);
  return {
    step,
    steps: reports.map(({ step }) => step),
    losses: reports.map(({ loss }) => loss),
    norms: reports.map(({ gradientNorm }) => gradientNorm),
    tensors: Object.entries(tensors).map(([name, { values, dtype, shape }]) => [
      name,
      dtype,
      shape,
      Buffer.from(values.buffer).toString("base64"),
    ]),
  };
}

test("a run killed at any time and resumed equals one never stopped, bit for bit", async () => {
  const padding = 200_000; // of the time between two steps, most goes into writing the checkpoint
  const whole = join(folder, "whole");
  const killed = join(folder, "killed");
  expect(await start(whole, padding)).toBe(null);
  const random = randomStream({ seed: 3, purpose: "kill" });
  const anyTime = () => ({
    afterStep: 1 + random.integer(4),
    milliseconds: random.uniform(0, 20),
  });
  const moments: Moment[] = ["while writing", anyTime(), anyTime(), "while writing"];
  let kills = 0;
  for (const moment of moments) if (await start(killed, padding, moment)) kills += 1;
  expect(kills).toBeGreaterThanOrEqual(3); // a slow machine may be done before the last
  expect(await start(killed, padding)).toBe(null);
  expect(await outcome(killed)).toEqual(await outcome(whole));
  const metrics = await readFile(join(killed, "metrics.jsonl"), "utf8");
  expect(metrics).not.toContain("damaged"); // what was being written is never taken for a checkpoint
}, 60_000);
