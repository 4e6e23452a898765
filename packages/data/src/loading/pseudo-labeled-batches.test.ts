import * as tf from "@tensorflow/tfjs";
import type { Batches, ImagesWithRows, LabeledImages } from "@unlabeled/core";
import { expect, test } from "vitest";
import { firstPixel } from "../../fixtures/pipelines.ts";
import { inMemory } from "../sources/in-memory.ts";
import { batchesWithRows } from "./batches-with-rows.ts";
import { labeledBatches } from "./labeled-batches.ts";
import { pseudoLabeledBatches } from "./pseudo-labeled-batches.ts";

const view = firstPixel({ count: 1 });

/** Pictures of one pixel, of red i. */
const pixels = (count: number) =>
  Array.from({ length: count }, (_, i) => {
    return { width: 1, height: 1, pixels: Uint8Array.of(i, 0, 0) };
  });
const many = inMemory(pixels(20));
const few = inMemory(pixels(5), [0, 1, 2, 0, 1]);
const table = { values: Float32Array.from({ length: 40 }, (_, i) => i), width: 2 };

const unlabeled = (batchSize: number) => batchesWithRows(many, table, view, { batchSize, seed: 0 });
const labeled = (batchSize: number) => labeledBatches(few, view, { batchSize, seed: 1 });

async function all<B extends Readonly<Record<string, tf.Tensor>>>(
  made: Batches<B>,
  epoch: number,
  from?: number,
) {
  const rows: { [Name in keyof B]: unknown }[] = [];
  for await (const batch of made.epoch(epoch, from)) {
    const values = Object.entries(batch).map(([name, tensor]) => [name, tensor.arraySync()]);
    rows.push(Object.fromEntries(values) as { [Name in keyof B]: unknown });
    tf.dispose(batch);
  }
  return rows;
}

test("groups the images without labels, and their rows, in order", async () => {
  const before = tf.memory().numTensors;
  const made = pseudoLabeledBatches(unlabeled(6), labeled(2));
  expect([made.batchSize, made.batchesPerEpoch]).toEqual([2, 3]);
  const [first, second] = await all(made, 0);
  const flat = (await all<ImagesWithRows>(unlabeled(6), 0)) as {
    images: unknown[];
    rows: unknown[];
  }[];
  const groups = (values: unknown[]) => [values.slice(0, 3), values.slice(3)];
  expect(first?.images).toEqual(groups(flat[0]?.images ?? []));
  expect(first?.rows).toEqual(groups(flat[0]?.rows ?? []));
  const beside = await all<LabeledImages>(labeled(2), 0);
  expect(second?.labels).toEqual(beside[1]?.labels);
  expect(second?.labeledImages).toEqual(beside[1]?.images);
  expect(await all(made, 0, 1)).toEqual((await all(made, 0)).slice(1));
  expect(tf.memory().numTensors).toBe(before);
});

test("throws where the images without labels are not a multiple", () => {
  expect(() => pseudoLabeledBatches(unlabeled(5), labeled(2))).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: pseudoLabeledBatches: unlabeled must have batches of a multiple of 2 images, the labelled ones; got 5.]`,
  );
  expect(() => pseudoLabeledBatches(unlabeled(2), labeled(4))).toThrow("a multiple of 4");
});

test("throws where sizes differ, and leaves no tensors", async () => {
  const larger = inMemory(
    Array.from({ length: 4 }, () => ({ width: 2, height: 2, pixels: new Uint8Array(12) })),
    [0, 0, 1, 1],
  );
  const view2 = { ...view, height: 2, width: 2, sizes: [{ height: 2, width: 2 }] };
  const made = pseudoLabeledBatches(
    unlabeled(2),
    labeledBatches(larger, view2, { batchSize: 2, seed: 0, workers: 0 }),
  );
  const before = tf.memory().numTensors;
  await expect(all(made, 0)).rejects.toThrowErrorMatchingInlineSnapshot(
    `[RangeError: pseudoLabeledBatches: unlabeled must have images of 2 x 2 pixels, as labeled has; got 1 x 1.]`,
  );
  expect(tf.memory().numTensors).toBe(before);
});
