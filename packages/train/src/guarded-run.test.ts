import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sgd } from "@unlabeled/core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { all, losses, options } from "../fixtures/reports.ts";
import { tinyBatches, tinyMethod } from "../fixtures/tiny-run.ts";
import { AlarmError } from "./guard/alarm.ts";
import { train } from "./train.ts";

let run = "";
beforeEach(async () => {
  run = join(await mkdtemp(join(tmpdir(), "train-")), "run");
});
afterEach(() => rm(join(run, ".."), { recursive: true }));

const watched = (change = {}) =>
  tinyMethod({ watch: { embeddings: ["outputs", "targets"], collapsedLoss: () => 0 }, ...change });
/** Two quiet updates, then a rate under which kernels jump. */
const jumps = (change = {}) =>
  options({
    optimizer: sgd(),
    learningRate: ({ step }) => (step < 2 ? 1e-3 : 30),
    checkpointEverySteps: 1,
    run,
    ...change,
  });

test("an alarm ends the run, and the newest checkpoint is from before its first sign", async () => {
  const seen: number[] = [];
  const training = async () => {
    for await (const { step } of train(watched(), tinyBatches(), jumps())) seen.push(step);
  };
  const error = await training().catch((reason) => reason);
  expect(error).toBeInstanceOf(AlarmError);
  expect(error.alarm).toMatchObject({ step: 5, cause: "learning rate too high" });
  expect(error.message).toMatch(
    /^tiny does not learn at step 5: kernels have grown \S+ times: take a lower learning rate, a tenth for example, or a longer warm-up\.$/,
  );
  expect(seen).toEqual([1, 2, 3, 4]);
  const files = await readdir(join(run, "checkpoints"));
  expect(files.sort()).toEqual(["step-1.safetensors", "step-2.safetensors"]);
});

test("with guard: report the alarm is in the report, and the loop goes on if asked", async () => {
  const reports = await all(train(watched(), tinyBatches(), jumps({ guard: "report" })));
  expect(reports.length).toBe(10);
  expect(reports.filter(({ alarm }) => alarm).map(({ step }) => step)[0]).toBe(5);
});

test("looking changes no bit of a run, and adds its measures", async () => {
  const looked = await all(train(watched(), tinyBatches(), options()));
  const blind = await all(train(watched(), tinyBatches(), options({ guard: "off" })));
  expect(losses(looked)).toEqual(losses(blind));
  expect(Object.keys(looked[0]?.measures ?? {})).toEqual([
    ...["largest", "rank", "alignment", "uniformity", "change"],
  ]);
  expect(Object.keys(looked[5]?.measures ?? {})).toEqual(["largest"]);
  expect(looked[0]?.gradientNorm).toBeGreaterThan(0);
  expect(blind[0]?.gradientNorm).toBeUndefined();
});

test("refuses another guard", () => {
  const wrong = options({ guard: "on" as "off" });
  expect(() => train(watched(), tinyBatches(), wrong)).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: train: guard must be "stop", "report" or "off"; got "on".]`,
  );
});
