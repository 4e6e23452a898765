import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Worker } from "node:worker_threads";
import * as tf from "@tensorflow/tfjs";
import { expect, onTestFinished, test } from "vitest";
import { memory, values, workerUrl } from "../../fixtures/epochs.ts";
import { folder, png } from "../../fixtures/pictures.ts";
import { endingViews, keyedViews } from "../../fixtures/pipelines.ts";
import { imageFolder } from "../sources/listing/image-folder.ts";
import { batches } from "./batches.ts";

const workerCounts = [1, 2];
const options = { batchSize: 4, seed: 7, workerUrl, cacheBytes: 0 };
const intact = keyedViews({ count: 2, size: 5 });
const program = fileURLToPath(new URL("../../fixtures/out-of-memory.js", import.meta.url));

/** An empty file, which counts how often threads ended. */
function emptyCounter(): string {
  return join(folder({ counter: "" }), "counter");
}

/** 11 files of widths from 1 to 11: what is read later keeps a task busy while its thread ends. */
const pictures = await Promise.all(
  Array.from({ length: 11 }, (_, i) => png([20 * i, 1, 2], { width: i + 1, height: 3 })),
);
const names = Array.from({ length: 11 }, (_, i) => `${String(i).padStart(2, "0")}.png`);

/** The width of a picture that the epoch shows, and its key. */
const [width, key] = [4, "#3"];

for (const how of ["exit", "exception", "rejection"] as const) {
  test.for(workerCounts)(
    `a thread that ends by ${how} is replaced, and its work done again, bit for bit (%i workers)`,
    async (workers) => {
      const content = Object.fromEntries(names.map((name, i) => [name, pictures[i] as Buffer]));
      const source = await imageFolder(folder(content));
      const whole = await values(batches(source, intact, { ...options, workers: 0 }));
      for (const times of [1, 2]) {
        const counter = emptyCounter();
        const views = endingViews({ how, width, times, counter });
        const made = batches(source, views, { ...options, workers, prefetch: 2 });
        expect(await values(made)).toEqual(whole);
        expect(readFileSync(counter).length).toBe(times);
        expect(made.skipped).toEqual([]);
        await made.close();
      }
    },
  );
}

test.for(workerCounts)(
  "a picture at which every thread ends is named after three tries (%i workers)",
  async (workers) => {
    const counter = emptyCounter();
    const views = endingViews({ how: "exit", width, times: 1000, counter });
    const made = batches(memory, views, { ...options, workers, prefetch: 0 });
    await expect(values(made)).rejects.toThrow(
      `batches: a worker thread stopped before its batch was ready: it ended with exit code 3. That was try 3 at "${key}": take such pictures away, or mend the pipeline.`,
    );
    expect(readFileSync(counter).length).toBe(3);
    await made.close();
  },
);

test.for(workerCounts)(
  "threads that something else ends are replaced, bit for bit (%i workers)",
  async (workers) => {
    const started: Worker[] = [];
    const note = (worker: Worker): void => void started.push(worker);
    process.on("worker", note);
    onTestFinished(() => void process.off("worker", note));
    const made = batches(memory, intact, { ...options, batchSize: 1, workers, prefetch: 3 });
    const reference = await values(
      batches(memory, intact, { ...options, batchSize: 1, workers: 0 }),
    );
    const got: Float32Array[][] = [];
    for await (const { view0, view1 } of made.epoch(0)) {
      got.push([view0.dataSync<"float32">(), view1.dataSync<"float32">()]);
      tf.dispose([view0, view1]);
      if (got.length % 3 === 0) await started.at(-1)?.terminate();
    }
    expect(got).toEqual(reference);
    expect(started.length).toBeGreaterThan(workers);
    await made.close();
  },
);

test("threads that run out of memory are replaced, bit for bit; the picture is named at last", async () => {
  const run = async (times: number): Promise<string> => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ["--max-old-space-size=64", program, emptyCounter(), String(times)],
      { timeout: 60_000 },
    );
    return stdout;
  };
  const undisturbed = await run(0);
  expect(undisturbed).toMatch(/^[0-9a-f]{64}$/);
  expect(await run(1)).toBe(undisturbed);
  expect(await run(1000)).toBe(
    'batches: a worker thread stopped before its batch was ready: it failed: Worker terminated due to reaching memory limit: JS heap out of memory. That was try 3 at "#6": take such pictures away, or mend the pipeline.',
  );
});
