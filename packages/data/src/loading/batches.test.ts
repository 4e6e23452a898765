import * as tf from "@tensorflow/tfjs";
import { type Images, permutation, type TwoViews, type ViewPipeline } from "@unlabeled/core";
import { expect, expectTypeOf, test } from "vitest";
import { files, memory, values, workerUrl } from "../../fixtures/epochs.ts";
import { firstPixel, keyedViews, manySizes } from "../../fixtures/pipelines.ts";
import { batches, type ManyViews } from "./batches.ts";
import type { SourceBatches } from "./source-batches.ts";

const views = keyedViews({ count: 2, size: 5 });

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
  const none = keyedViews({ count: 0, size: 5 }) as ViewPipeline as ViewPipeline<2>;
  expect(attempt({}, none)).toMatchInlineSnapshot(
    `"RangeError: batches: pipeline must make at least 1 view a picture; got 0 from keyedViews."`,
  );
  const made = batches(memory, views, { batchSize: 4, seed: 0 });
  expect(() => made.epoch(-1)).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: Batches.epoch: epoch must be an integer in [0, 4294967295]; got -1.]`,
  );
  expect(() => made.epoch(0, 3)).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: Batches.epoch: from must be an integer in [0, 2]; got 3.]`,
  );
});

test.for([0, 1])("makes any number of views, each in its size (%i workers)", async (workers) => {
  const pipeline = manySizes({ sides: [5, 5, 2, 3] });
  const options = { batchSize: 4, seed: 2, workers, workerUrl };
  const made = batches(memory, pipeline, options);
  expectTypeOf(made).toEqualTypeOf<SourceBatches<ManyViews>>();
  expect(made.description.views).toMatchObject({ count: 4, sizes: [{ height: 5 }, {}, {}, {}] });
  const order = permutation(11, { seed: 2, purpose: "order", epoch: 1 });
  let batch = 0;
  for await (const views of made.epoch(1)) {
    expect(Object.keys(views)).toEqual(["view0", "view1", "view2", "view3"]);
    for (const [view, side] of [5, 5, 2, 3].entries()) {
      const tensor = views[`view${view}`] as tf.Tensor4D;
      expect(tensor.shape).toEqual([4, side, side, 3]);
      for (const row of [0, 1, 2, 3]) {
        const sample = Number(order[batch * 4 + row]);
        const wanted = new Float32Array(side * side * 3);
        pipeline.render(await memory.read(sample), { seed: 2, epoch: 1, sample, view }, wanted);
        const got = tensor.dataSync<"float32">().subarray(row * wanted.length);
        expect(got.subarray(0, wanted.length)).toEqual(wanted);
      }
    }
    tf.dispose(views);
    batch++;
  }
  expect(batch).toBe(2);
  await made.close();
});
