import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { options } from "../../fixtures/reports.ts";
import { tinyBatches, tinyMethod } from "../../fixtures/tiny-run.ts";
import { runRecord } from "../run/run-record.ts";
import { checkpointSaver } from "./checkpoint-saver.ts";
import { checkpointWriter } from "./checkpoint-writer.ts";
import { loadCheckpoint } from "./load-checkpoint.ts";

let run = "";
beforeEach(async () => {
  run = await mkdtemp(join(tmpdir(), "save-"));
  await mkdir(join(run, "checkpoints"));
  await writeFile(join(run, "metrics.jsonl"), "");
});
afterEach(() => rm(run, { recursive: true }));

const file = (step: number) => join(run, "checkpoints", `step-${step}.safetensors`);
const files = async () => (await readdir(join(run, "checkpoints"))).sort();
const record = () => runRecord(tinyMethod(), tinyBatches(), options());

/** A saver of one variable, and how to give that a value. */
function counting() {
  const variable = tf.variable(tf.fill([1000], 0), false);
  const variables = [{ name: "count", variable }];
  const saver = checkpointSaver(run, { record: record(), variables, keep: 3 });
  return { saver, set: (value: number) => tf.tidy(() => variable.assign(tf.fill([1000], value))) };
}

test("a checkpoint has the values of its step, whatever comes while it is written", async () => {
  const { saver, set } = counting();
  for (const step of [8, 9, 10, 11]) {
    set(step);
    await saver.save(step);
    set(-1);
  }
  await saver.close();
  expect(await files()).toEqual([10, 11, 9].map((step) => `step-${step}.safetensors`));
  for (const step of [9, 10, 11]) {
    const { tensors } = await loadCheckpoint(file(step));
    expect(tensors.count?.values).toEqual(new Float32Array(1000).fill(step));
  }
});

test("a value that is not finite is not written, nor anything after it", async () => {
  const { saver, set } = counting();
  await saver.save(1);
  set(Number.NEGATIVE_INFINITY);
  await saver.save(2);
  set(3);
  await expect(saver.save(3)).rejects.toThrow("train: count must be finite; got NaN or Infinity");
  expect(() => saver.check()).toThrow("after step 2");
  await saver.close(); // it has been told
  expect(await files()).toEqual(["step-1.safetensors"]);
});

test("what could not be written is thrown at the end, where nothing was asked before", async () => {
  const { saver, set } = counting();
  set(Number.NaN);
  await saver.save(1);
  await expect(saver.close()).rejects.toThrow("train: count must be finite");
});

test("a variable of another type is refused before anything is trained", () => {
  const variables = [{ name: "text", variable: tf.variable(tf.tensor(["a"]), false) }];
  expect(() =>
    checkpointSaver(run, { record: record(), variables, keep: 2 }),
  ).toThrowErrorMatchingInlineSnapshot(
    `[TypeError: train: text must be one of float32, int32, bool to be saved; got string.]`,
  );
});

test("a thread that ends is an error, and another takes its place", async () => {
  const writer = checkpointWriter();
  const earlier = join(run, "metrics.jsonl");
  const place = { earlier, path: join(run, "a"), beside: join(run, "b"), folder: run };
  const request = (size: number) => ({
    bytes: new Uint8Array(size),
    floats: [],
    sealAt: 0,
    ...place,
  });
  const writing = writer.write(request(10_000_000));
  writing.catch(() => {});
  await writer.close();
  await expect(writing).rejects.toThrow(/its thread ended with exit code \d/);
  expect((await writer.write(request(100))).error).toBeUndefined();
  expect((await readFile(join(run, "a"))).length).toBe(100);
  await writer.close();
});

test.runIf(existsSync("/dev/full"))(
  "a full disk is an error that names the file, and leaves what is there and nothing half written",
  async () => {
    const before = counting().saver;
    await before.save(1);
    await before.close();
    await symlink("/dev/full", `${file(2)}.unfinished`); // full when something is written to it
    const { saver } = counting();
    await saver.save(2);
    const error: Error = await saver.close().then(
      () => new Error("nothing was thrown"),
      (error) => error,
    );
    expect(error.message.replaceAll(run, "RUN")).toMatchInlineSnapshot(
      `"train: RUN/checkpoints/step-2.safetensors must be written for the run to go on; got ENOSPC: no space left on device, write. Checkpoints written before are whole: make room or mend what is wrong, then resume."`,
    );
    expect(await files()).toEqual(["step-1.safetensors"]);
  },
);
