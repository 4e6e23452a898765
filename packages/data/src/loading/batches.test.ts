import { unlinkSync } from "node:fs";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { permutation, type TwoViews, type ViewPipeline } from "@unlabeled/core";
import { expect, expectTypeOf, test } from "vitest";
import { folder, png } from "../../fixtures/pictures.js";
import { exitingViews, failingViews, firstPixel, keyedViews } from "../../fixtures/pipelines.js";
import { imageFolder } from "../sources/image-folder.ts";
import { inMemory } from "../sources/in-memory.ts";
import type { Source } from "../sources/source.ts";
import { batches, type Images, type SourceBatches } from "./batches.ts";

const workerUrl = new URL("../../.test/built/worker.js", import.meta.url);
const views = keyedViews({ count: 2, size: 5 });

/** 11 pictures of sizes from 1 x 2 to 11 x 12, every pixel another. */
const memory = inMemory(
  Array.from({ length: 11 }, (_, i) => ({
    width: i + 1,
    height: i + 2,
    pixels: Uint8Array.from({ length: (i + 1) * (i + 2) * 3 }, (_, at) => (at * 7 + i * 31) % 256),
  })),
);

/** Ten files: picture i has red = 20 i; those of `broken` cannot be decoded. */
async function files(...broken: number[]): Promise<{ source: Source; root: string }> {
  const content: Record<string, Uint8Array | string> = {};
  for (let i = 0; i < 10; i++) {
    content[`${i}.png`] = broken.includes(i) ? "broken" : await png([20 * i, 1, 2]);
  }
  const root = folder(content);
  return { source: await imageFolder(root), root };
}

/** All values of an epoch's batches, freed. */
async function values(of: SourceBatches<TwoViews>, epoch = 0, from = 0): Promise<Float32Array[][]> {
  const all: Float32Array[][] = [];
  for await (const { view0, view1 } of of.epoch(epoch, from)) {
    all.push([view0.dataSync<"float32">(), view1.dataSync<"float32">()]);
    tf.dispose([view0, view1]);
  }
  return all;
}

/** Which picture each row shows, read off its red. */
async function shown(of: SourceBatches<Images>, epoch: number): Promise<number[]> {
  const all: number[] = [];
  for await (const { images } of of.epoch(epoch)) {
    const reds = images.dataSync<"float32">().filter((_, i) => i % 3 === 0);
    all.push(...Array.from(reds, (red) => red / 20));
    images.dispose();
  }
  return all;
}

test("renders the pictures of the epoch's permutation with the keys of their samples", async () => {
  const [seed, epoch, batchSize] = [3, 4, 4];
  const made = batches(memory, views, { batchSize, seed });
  expect(made.batchesPerEpoch).toBe(2); // the remaining 3 of 11 are left out
  const order = permutation(11, { seed, purpose: "order", epoch });
  const got = await values(made, epoch);
  expect(got.length).toBe(2);
  for (const [batch, pair] of got.entries()) {
    for (const [view, all] of pair.entries()) {
      for (let row = 0; row < batchSize; row++) {
        const sample = Number(order[batch * batchSize + row]);
        const wanted = new Float32Array(75);
        views.render(await memory.read(sample), { seed, epoch, sample, view }, wanted);
        expect(all.subarray(row * 75, row * 75 + 75)).toEqual(wanted);
      }
    }
  }
});

test("shows every picture once an epoch, in another order each epoch and for each seed", async () => {
  const { source } = await files();
  const order = async (seed: number, epoch: number): Promise<number[]> =>
    shown(batches(source, firstPixel({ count: 1 }), { batchSize: 5, seed }), epoch);
  const orders = [await order(0, 0), await order(0, 1), await order(1, 0)];
  for (const one of orders) expect([...one].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(new Set(orders.map(String)).size).toBe(3);
});

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

test.for([0, 2])("begins inside an epoch where it is told to (%i workers)", async (workers) => {
  const made = batches(memory, views, { batchSize: 2, seed: 1, workers, workerUrl });
  const whole = await values(made, 6);
  expect(whole.length).toBe(5);
  for (const from of [5, 4, 3, 0]) expect(await values(made, 6, from)).toEqual(whole.slice(from));
  await made.close();
});

test("the next readable picture stands in for one that is not, cyclically, and is reported", async () => {
  const { source } = await files(2, 3, 9);
  const intact = (await files()).source;
  const pipeline = firstPixel({ count: 1 });
  const options = { batchSize: 5, seed: 0, workers: 0 };
  const made = batches(source, pipeline, options);
  expect(made.skipped).toEqual([]);
  const order = await shown(batches(intact, pipeline, options), 0);
  const standIn = new Map([
    [2, 4],
    [3, 4],
    [9, 0],
  ]);
  expect(await shown(made, 0)).toEqual(order.map((i) => standIn.get(i) ?? i));
  expect(made.skipped.map(({ index, key }) => [index, key])).toEqual([
    [2, "2.png"],
    [3, "3.png"],
    [9, "9.png"],
  ]);
  expect(made.skipped[0]?.reason).toBe("Input buffer contains unsupported image format");
});

test("a picture that stands in has the draws of the row it stands in", async () => {
  const { source } = await files(1);
  const made = batches(source, keyedViews({ count: 2, size: 1 }), { batchSize: 10, seed: 0 });
  const [batch] = await values(made, 0);
  const order = [...permutation(10, { seed: 0, purpose: "order", epoch: 0 })];
  const rows = [order.indexOf(1), order.indexOf(2)];
  const [own, other] = rows.map((row) => batch?.[0]?.[3 * row]);
  expect(own).not.toBe(other); // both show picture 2
  expect(Math.floor(Number(own) * 256)).toBe(40);
  expect(Math.floor(Number(other) * 256)).toBe(40);
});

test.for([0, 1])("says so if no picture can be read (%i workers)", async (workers) => {
  const { source } = await files(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
  const made = batches(source, views, { batchSize: 2, seed: 0, workers, workerUrl });
  await expect(values(made)).rejects.toThrow(
    'batches: source must hold a picture that can be read; got 10 of which none can (the first, "0.png": Input buffer contains unsupported image format).',
  );
  expect(made.skipped.length).toBe(10);
  await made.close();
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

test.for([0, 1])("leaves no tensor but those it yields (%i workers)", async (workers) => {
  const made = batches(memory, views, { batchSize: 4, seed: 0, workers, workerUrl });
  const before = tf.memory().numTensors;
  for await (const batch of made.epoch(0)) {
    expect(tf.memory().numTensors).toBe(before + 2);
    tf.dispose(batch);
  }
  for await (const batch of made.epoch(1)) {
    tf.dispose(batch);
    break;
  }
  expect(tf.memory().numTensors).toBe(before);
  await made.close();
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
  const url = new URL("../../fixtures/pipelines.js", import.meta.url).href;
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

test("describes itself in JSON, without places on this machine but the source's", () => {
  const { description } = batches(memory, views, { batchSize: 4, seed: 3 });
  expect(JSON.parse(JSON.stringify(description))).toEqual({
    source: { kind: "memory", pictures: 11, fingerprint: memory.fingerprint },
    fingerprint: memory.fingerprint,
    views: { factory: "keyedViews", options: { count: 2, size: 5 }, count: 2, height: 5, width: 5 },
    batchSize: 4,
    seed: 3,
  });
});

test("the number of views decides what a batch holds", async () => {
  const options = { batchSize: 11, seed: 0 };
  const two = batches(memory, views, options);
  const one = batches(memory, keyedViews({ count: 1, size: 5 }), options);
  expectTypeOf(two).toEqualTypeOf<SourceBatches<TwoViews>>();
  expectTypeOf(one).toEqualTypeOf<SourceBatches<Images>>();
  for await (const batch of two.epoch(0)) {
    expect(Object.entries(batch).map(([name, { shape }]) => [name, shape])).toEqual([
      ["view0", [11, 5, 5, 3]],
      ["view1", [11, 5, 5, 3]],
    ]);
  }
  for await (const batch of one.epoch(0)) expect(batch.images.shape).toEqual([11, 5, 5, 3]);
});

test("refuses options out of their range", () => {
  const attempt = (options: object, pipeline: ViewPipeline<2> = views): string => {
    try {
      batches(memory, pipeline, { batchSize: 4, seed: 0, ...options });
      return "none";
    } catch (error) {
      return String(error);
    }
  };
  expect(attempt({ batchSize: 0 })).toMatchInlineSnapshot(
    `"RangeError: batches: batchSize must be a positive integer; got 0."`,
  );
  expect(attempt({ batchSize: Number.NaN })).toMatchInlineSnapshot(
    `"RangeError: batches: batchSize must be a positive integer; got NaN."`,
  );
  expect(attempt({ batchSize: 12 })).toMatchInlineSnapshot(
    `"RangeError: batches: batchSize must be at most the number of pictures, 11; got 12. Make the batches smaller, or bring more pictures."`,
  );
  expect(attempt({ seed: -1 })).toMatchInlineSnapshot(
    `"RangeError: batches: seed must be an integer in [0, 2^32); got -1."`,
  );
  expect(attempt({ workers: 0.5 })).toMatchInlineSnapshot(
    `"RangeError: batches: workers must be an integer, at least 0; got 0.5."`,
  );
  expect(attempt({ prefetch: -1 })).toMatchInlineSnapshot(
    `"RangeError: batches: prefetch must be an integer, at least 0; got -1."`,
  );
  expect(attempt({ cacheBytes: Number.NaN })).toMatchInlineSnapshot(
    `"RangeError: batches: cacheBytes must be at least 0; got NaN."`,
  );
  const three = keyedViews({ count: 3, size: 5 }) as ViewPipeline as ViewPipeline<2>;
  expect(attempt({}, three)).toMatchInlineSnapshot(
    `"RangeError: batches: pipeline must make 1 or 2 views a picture; got 3 from keyedViews."`,
  );
  const made = batches(memory, views, { batchSize: 4, seed: 0 });
  expect(() => made.epoch(-1)).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: Batches.epoch: epoch must be an integer in [0, 4294967295]; got -1.]`,
  );
  expect(() => made.epoch(0, 3)).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: Batches.epoch: from must be an integer in [0, 2]; got 3.]`,
  );
});
