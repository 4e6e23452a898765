import { unlinkSync } from "node:fs";
import { join } from "node:path";
import type { ViewPipeline } from "@unlabeled/core";
import sharp from "sharp";
import { expect, test } from "vitest";
import { files, memory, values, workerUrl } from "../../fixtures/epochs.ts";
import { folder } from "../../fixtures/pictures.ts";
import {
  exitingViews,
  failingViews,
  keyedViews,
  reducibleViews,
} from "../../fixtures/pipelines.ts";
import { imageFolder } from "../sources/listing/image-folder.ts";
import { batches } from "./batches.ts";

const views = keyedViews({ count: 2, size: 5 });

test.for([
  { workers: 0, cacheBytes: 0 },
  { workers: 1, cacheBytes: 0 },
  { workers: 1, cacheBytes: 2 ** 29 },
  { workers: 3, cacheBytes: 2 ** 21 },
])("makes bit-equal batches with $workers workers, keeping $cacheBytes bytes", async (choice) => {
  const { source } = await files(2, 3, 9);
  for (const of of [source, memory]) {
    const options = { batchSize: 4, seed: 7 };
    const reference = batches(of, views, { ...options, workers: 0 });
    const made = batches(of, views, { ...options, ...choice, workerUrl, prefetch: 3 });
    for (const epoch of [0, 1]) {
      expect(await values(made, epoch)).toEqual(await values(reference, epoch));
    }
    expect(made.skipped).toEqual(reference.skipped);
    await made.close();
  }
});

test("reduces JPEGs as the pipeline allows: kept or not, in any thread, the views are the same", async () => {
  const sizes = [
    [320, 330],
    [160, 200],
    [39, 500],
    [80, 79],
  ] as const;
  const content: Record<string, Uint8Array> = {};
  for (const [i, [width, height]] of sizes.entries()) {
    const pixels = Uint8Array.from({ length: width * height * 3 }, (_, at) => (at * 7) % 251);
    const image = sharp(pixels, { raw: { width, height, channels: 3 } });
    content[`${i}.jpg`] = await image.jpeg().toBuffer();
    content[`${i}.png`] = await image.png().toBuffer();
  }
  const source = await imageFolder(folder(content));
  const views = reducibleViews({ count: 2, size: 20 });
  const options = { batchSize: 8, seed: 0, workers: 0 };
  const reference = batches(source, views, { ...options, cacheBytes: 0 });
  const [batch] = await values(reference, 0);
  const widths = Array.from({ length: 8 }, (_, row) => Number(batch?.[0]?.[row * 20 * 20 * 3]));
  const wanted = [320 / 8, 320, 160 / 8, 160, 39, 39, 80 / 2, 80];
  expect(widths.sort((a, b) => a - b)).toEqual(wanted.sort((a, b) => a - b));
  for (const choice of [{}, { workers: 2, workerUrl }]) {
    const made = batches(source, views, { ...options, ...choice });
    for (const epoch of [0, 1, 1]) {
      expect(await values(made, epoch)).toEqual(await values(reference, epoch));
    }
    await made.close();
  }
});

test.for([0, 2])("decodes each picture once (%i workers)", async (workers) => {
  const { source, root } = await files();
  const options = { batchSize: 5, seed: 0, workers, workerUrl, prefetch: 0 };
  const made = batches(source, views, options);
  const uncached = batches(source, views, { ...options, cacheBytes: 0 });
  const [, second] = [await values(made, 0), await values(uncached, 1)];
  for (let i = 0; i < 10; i++) unlinkSync(join(root, `${i}.png`));
  expect(await values(made, 1)).toEqual(second);
  await expect(values(uncached, 1)).rejects.toThrow("ENOENT");
  await Promise.all([made.close(), uncached.close()]);
});

test("two epochs can be iterated at the same time", async () => {
  const made = batches(memory, views, { batchSize: 4, seed: 0, workers: 2, workerUrl });
  const both = await Promise.all([values(made, 0), values(made, 1)]);
  expect(both).toEqual([await values(made, 0), await values(made, 1)]);
  await made.close();
});

test.for([0, 1])("hands on what the pipeline throws (%i workers)", async (workers) => {
  const made = batches(memory, failingViews({ sample: 3 }), {
    batchSize: 11,
    seed: 0,
    workers,
    workerUrl,
  });
  await expect(values(made)).rejects.toThrow(
    "batches: the pipeline failingViews failed on view 0 of picture 3: a mistake",
  );
  await made.close();
});

test("says so if a worker thread ends, and starts another for the next epoch", async () => {
  const made = batches(memory, exitingViews(), { batchSize: 4, seed: 0, workers: 2, workerUrl });
  for (const epoch of [0, 1]) {
    await expect(values(made, epoch)).rejects.toThrow(
      "batches: a worker thread stopped before its batch was ready: it ended with exit code 3.",
    );
  }
  await made.close();
});

test("says why a worker thread cannot make the pipeline", async () => {
  const { url } = views.recipe;
  const failure = async (recipe: ViewPipeline["recipe"]): Promise<string> => {
    const made = batches(
      memory,
      { ...views, recipe },
      { batchSize: 4, seed: 0, workers: 1, workerUrl },
    );
    const error = String(await values(made).catch(String));
    await made.close();
    return error.replaceAll(url, "URL").replace(/Cannot find.*'\./, "REASON.");
  };
  const options = { count: 2, size: 4 };
  expect(await failure({ url, factory: "other", options })).toMatchInlineSnapshot(
    `"Error: batches: a worker thread cannot make the pipeline "other" from URL: it exports no function other. Export it from a module of its own, or pass workers: 0."`,
  );
  expect(await failure({ url, factory: "keyedViews", options })).toMatchInlineSnapshot(
    `"Error: batches: the pipeline "keyedViews" from URL must be its recipe's: expected 2 views of 5 x 5, got 2 views of 4 x 4."`,
  );
  expect(await failure({ url: `${url}x`, factory: "keyedViews", options })).toContain(
    'batches: a worker thread cannot make the pipeline "keyedViews" from URLx',
  );
});

test("a worker thread is the default only where it can make the pipeline", async () => {
  const url = new URL("./pipeline.ts", import.meta.url).href;
  const typed = { ...views, recipe: { ...views.recipe, url } };
  expect(await values(batches(memory, typed, { batchSize: 4, seed: 0 }))).toEqual(
    await values(batches(memory, views, { batchSize: 4, seed: 0, workers: 0 })),
  );
  const failure = (pipeline: ViewPipeline<2>, entry: URL = workerUrl): string => {
    try {
      batches(memory, pipeline, { batchSize: 4, seed: 0, workers: 1, workerUrl: entry });
      return "none";
    } catch (error) {
      return String(error).replaceAll(/file:\/\/[^ ),]*\//g, "file:///");
    }
  };
  expect(failure(views)).toBe("none");
  expect(failure(typed)).toMatchInlineSnapshot(
    `"RangeError: batches: workers must be 0 here; got 1. A worker thread cannot load the pipeline "keyedViews" from TypeScript (file:///pipeline.ts): build it first."`,
  );
  const own = new URL(`file://${process.argv[1]}`).href;
  expect(failure({ ...views, recipe: { ...views.recipe, url: own } })).toContain(
    "from the program itself",
  );
  expect(failure(views, new URL("./nowhere.js", import.meta.url))).toMatchInlineSnapshot(
    `"RangeError: batches: workers must be 0 here; got 1. The worker thread's module is missing at file:///nowhere.js: pass workerUrl, the place of @unlabeled/data's dist/worker.js."`,
  );
});
