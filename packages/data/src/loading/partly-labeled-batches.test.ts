import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import { firstPixel } from "../../fixtures/pipelines.ts";
import { inMemory } from "../sources/in-memory.ts";
import { batches } from "./batches.ts";
import { labeledBatches } from "./labeled-batches.ts";
import { partlyLabeledBatches } from "./partly-labeled-batches.ts";

const view = firstPixel({ count: 1 });

/** Pictures of one pixel, of red i; classes are i mod 3. */
function pictures(count: number) {
  const all = Array.from({ length: count }, (_, i) => {
    return { width: 1, height: 1, pixels: Uint8Array.of(i, 0, 0) };
  });
  return inMemory(
    all,
    all.map((_, i) => i % 3),
  );
}

const reds = (images: tf.Tensor4D) => Array.from(images.dataSync()).filter((_, i) => i % 3 === 0);

const [many, few] = [pictures(20), pictures(5)];
const make = () =>
  partlyLabeledBatches(
    batches(many, view, { batchSize: 2, seed: 0 }),
    labeledBatches(few, view, { batchSize: 2, seed: 1 }),
  );

async function epochOf(made: ReturnType<typeof make>, epoch: number, from?: number) {
  const rows: number[][][] = [];
  for await (const { images, labeledImages, labels } of made.epoch(epoch, from)) {
    rows.push([reds(images), reds(labeledImages), [...labels.dataSync()]]);
    tf.dispose([images, labeledImages, labels]);
  }
  return rows;
}

test("an epoch is one of the images without labels; the labelled ones go round beside", async () => {
  const made = make();
  expect([made.batchSize, made.batchesPerEpoch]).toEqual([2, 10]);
  const rows = [...(await epochOf(made, 0)), ...(await epochOf(made, 1))];
  const alone = labeledBatches(few, view, { batchSize: 2, seed: 1 }); // two batches an epoch
  for (let k = 0; k < rows.length; k++) {
    for await (const { images, labels } of alone.epoch(Math.floor(k / 2), k % 2)) {
      expect(rows[k]?.slice(1), `batch ${k}`).toEqual([reds(images), [...labels.dataSync()]]);
      break;
    }
  }
  const shown = rows.slice(0, 10).flatMap(([images]) => images);
  expect(new Set(shown).size).toBe(20);
});

test("begins inside an epoch where it is told to, and leaves no tensors", async () => {
  const made = make();
  const before = tf.memory().numTensors;
  const whole = await epochOf(made, 3);
  for (const from of [0, 1, 7]) expect(await epochOf(made, 3, from)).toEqual(whole.slice(from));
  expect(tf.memory().numTensors).toBe(before);
});

test("names what is wrong", () => {
  expect(() =>
    partlyLabeledBatches(
      batches(many, view, { batchSize: 4, seed: 0 }),
      labeledBatches(few, view, { batchSize: 2, seed: 1 }),
    ),
  ).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: partlyLabeledBatches: labeled must have batches of 4 images, as unlabeled has; got 2.]`,
  );
});
