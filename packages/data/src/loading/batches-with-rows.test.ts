import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import { files } from "../../fixtures/epochs.ts";
import { firstPixel } from "../../fixtures/pipelines.ts";
import { batchesWithRows } from "./batches-with-rows.ts";

const view = firstPixel({ count: 1 });

/** Row i is [i, 100 + i]. */
const table = (count: number) => ({
  values: Float32Array.from({ length: 2 * count }, (_, i) => (i % 2) * 100 + Math.floor(i / 2)),
  width: 2,
});

test("each row is of the picture that is shown, also of one that stands in", async () => {
  const { source } = await files(2, 3); // picture i has red = 20 i; 4 stands in for both
  const made = batchesWithRows(source, table(10), view, { batchSize: 5, seed: 0, workers: 0 });
  const before = tf.memory().numTensors;
  const seen: number[] = [];
  for await (const { images, rows } of made.epoch(0)) {
    const shown = Array.from(images.dataSync())
      .filter((_, i) => i % 3 === 0)
      .map((red) => Math.round(red / 20));
    expect(rows.arraySync()).toEqual(shown.map((i) => [i, 100 + i]));
    seen.push(...shown);
    tf.dispose([images, rows]);
  }
  expect(seen.sort()).toEqual([0, 1, 4, 4, 4, 5, 6, 7, 8, 9]);
  expect(tf.memory().numTensors).toBe(before);
  await made.close();
});

test("names what is wrong", async () => {
  const { source } = await files();
  expect(() =>
    batchesWithRows(source, table(9), view, { batchSize: 5, seed: 0 }),
  ).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: batchesWithRows: table must have 10 rows of at least one number, a row a picture; got 18 numbers in rows of 2.]`,
  );
});
