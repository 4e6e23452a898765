import * as tf from "@tensorflow/tfjs";
import { expect, onTestFinished, test } from "vitest";
import type { Engine, RunningEngine } from "./engine.ts";
import { surveyEngines } from "./survey-engines.ts";
import { currentEngine, useEngine } from "./use-engine.ts";

test("the current engine is the one that was started last", async () => {
  const cpu = await useEngine("cpu");
  expect(tf.getBackend()).toBe("cpu");
  expect(cpu.description).toBe(`cpu engine (tfjs ${tf.version.tfjs}, 1 thread)`);
  expect(currentEngine()).toEqual(cpu);
});

test("an engine of one's own is started with the options", async () => {
  const running: RunningEngine = {
    name: "cpu",
    description: "mine",
    precision: "bfloat16",
    threads: 2,
  };
  const engine: Engine = {
    name: "mine",
    probe: async () => ({ works: true, detail: "" }),
    start: async ({ threads }) => ({ ...running, threads: threads ?? 1 }),
  };
  expect(await useEngine(engine, { precision: "bfloat16", threads: 2 })).toEqual(running);
  expect(currentEngine()).toEqual(running);
});

test("there is no current engine once tfjs's backend was changed by other means", async () => {
  await useEngine("cpu");
  tf.registerBackend("another", () => new tf.KernelBackend());
  onTestFinished(async () => {
    await tf.setBackend("cpu");
  });
  await tf.setBackend("another");
  expect(currentEngine()).toBeUndefined();
});

test("the known engines are native, tensorflow, wasm, then cpu", async () => {
  expect((await surveyEngines()).map(({ name }) => name)).toEqual([
    "native",
    "tensorflow",
    "wasm",
    "cpu",
  ]);
});

test("throws on choices and options that cannot be", async () => {
  await expect(useEngine("gpu")).rejects.toThrowErrorMatchingInlineSnapshot(
    `[RangeError: useEngine: choice must be one of "native", "tensorflow", "wasm", "cpu" or an engine; got "gpu".]`,
  );
  await expect(useEngine({} as Engine)).rejects.toThrowErrorMatchingInlineSnapshot(
    `[TypeError: useEngine: choice must be a name or an object with name, probe and start; got object.]`,
  );
  const precision = "float16" as "float32";
  await expect(useEngine("cpu", { precision })).rejects.toThrowErrorMatchingInlineSnapshot(
    `[RangeError: useEngine: precision must be "float32" or "bfloat16"; got "float16".]`,
  );
  const threads = Number.NaN;
  await expect(useEngine("cpu", { threads })).rejects.toThrowErrorMatchingInlineSnapshot(
    `[RangeError: useEngine: threads must be an integer ≥ 1; got NaN.]`,
  );
  for (const device of ["gpu", "cuda:0", "gpu:-1"]) {
    await expect(useEngine("cpu", { device })).rejects.toThrow(RangeError);
  }
  await expect(useEngine("cpu", { device: "gpu" })).rejects.toThrowErrorMatchingInlineSnapshot(
    `[RangeError: useEngine: device must be "cpu" or a GPU by its number, "gpu:0"; got "gpu".]`,
  );
});
