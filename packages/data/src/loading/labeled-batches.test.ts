import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import { folder, png } from "../../fixtures/pictures.ts";
import { firstPixel, keyedViews } from "../../fixtures/pipelines.ts";
import { imageFolder } from "../sources/listing/image-folder.ts";
import type { Source } from "../sources/source.ts";
import { batches } from "./batches.ts";
import { labeledBatches } from "./labeled-batches.ts";

const workerUrl = new URL("../../.test/built/worker.js", import.meta.url);
const CLASSES = "aabbbcd";

/** Seven pictures of four classes; picture i has red = 20 i; those of `broken` are cut short. */
async function files(...broken: number[]): Promise<Source> {
  const content: Record<string, Uint8Array> = {};
  for (const [i, name] of [...CLASSES].entries()) {
    const picture = await png([20 * i, 0, 0]);
    content[`${name}/${i}.png`] = broken.includes(i) ? picture.subarray(0, 40) : picture;
  }
  return imageFolder(folder(content), { labels: true });
}

test.for([0, 2])("each label is of the picture in its row (%i workers)", async (workers) => {
  const source = await files(1, 4); // 2 (b) stands in for 1 (a), 5 (c) for 4 (b)
  const options = { batchSize: 3, seed: 5, workers, workerUrl };
  const made = labeledBatches(source, firstPixel({ count: 1 }), options);
  const seen: number[] = [];
  const before = tf.memory().numTensors;
  for (const epoch of [0, 1, 2]) {
    for await (const { images, labels } of made.epoch(epoch)) {
      expect(labels.dtype).toBe("int32");
      const pictures = Array.from(images.dataSync().filter((_, i) => i % 3 === 0));
      const shown = pictures.map((red) => Math.round(red / 20));
      expect([...labels.dataSync()]).toEqual(
        shown.map((i) => "abcd".indexOf(CLASSES[i] as string)),
      );
      seen.push(...shown);
      tf.dispose([images, labels]);
    }
  }
  expect(new Set(seen).size).toBe(5); // all that can be read
  expect(tf.memory().numTensors).toBe(before);
  await made.close();
});

test("images are those of batches", async () => {
  const [source, options] = [await files(), { batchSize: 2, seed: 1 }];
  const pipeline = keyedViews({ count: 1, size: 3 });
  const plain = batches(source, pipeline, options).epoch(4)[Symbol.asyncIterator]();
  const labeled = labeledBatches(source, pipeline, options);
  expect(labeled.description).toEqual(batches(source, pipeline, options).description);
  for await (const { images } of labeled.epoch(4)) {
    const expected = (await plain.next()).value as { images: tf.Tensor4D };
    expect(images).toBeAllclose(expected.images, 0);
  }
});

test("names what is wrong", async () => {
  const source = await files();
  const { labels: _, ...unlabeled } = source;
  const view = firstPixel({ count: 1 });
  expect(() =>
    labeledBatches(unlabeled, view, { batchSize: 2, seed: 0 }),
  ).toThrowErrorMatchingInlineSnapshot(
    `[TypeError: labeledBatches: source must have labels; got none: open it with labels.]`,
  );
  expect(() =>
    labeledBatches(source, firstPixel({ count: 2 }) as never, { batchSize: 2, seed: 0 }),
  ).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: labeledBatches: pipeline must make 1 view a picture; got 2 from firstPixel.]`,
  );
  expect(() =>
    labeledBatches(source, view, { batchSize: 8, seed: 0 }),
  ).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: labeledBatches: batchSize must be at most the number of pictures, 7; got 8. Make the batches smaller, or bring more pictures.]`,
  );
});
