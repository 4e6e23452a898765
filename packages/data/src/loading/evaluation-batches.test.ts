import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import { folder, png } from "../../fixtures/pictures.ts";
import { firstPixel, keyedViews } from "../../fixtures/pipelines.ts";
import { imageFolder } from "../sources/listing/image-folder.ts";
import type { Source } from "../sources/source.ts";
import { type EvaluationBatches, evaluationBatches } from "./evaluation-batches.ts";

const workerUrl = new URL("../../.test/built/worker.js", import.meta.url);

/** Seven pictures of classes a, b, c in turn; picture i has red = 20 i; those of `broken` are cut short. */
async function files(...broken: number[]): Promise<Source> {
  const content: Record<string, Uint8Array> = {};
  for (let i = 0; i < 7; i++) {
    const picture = await png([20 * i, 0, 0]);
    const name = `${"aabbccc"[i]}/${i}.png`;
    content[name] = broken.includes(i) ? picture.subarray(0, 40) : picture;
  }
  return imageFolder(folder(content), { labels: true });
}

async function rows(
  of: EvaluationBatches,
): Promise<{ reds: number[]; indices: number[]; labels: number[] }[]> {
  const all: { reds: number[]; indices: number[]; labels: number[] }[] = [];
  for await (const { images, indices, labels } of of) {
    expect(images.shape).toEqual([indices.length, 1, 1, 3]);
    const reds = images.dataSync<"float32">().filter((_, i) => i % 3 === 0);
    all.push({ reds: [...reds], indices: [...indices], labels: [...(labels ?? [])] });
    images.dispose();
  }
  return all;
}

test.for([0, 2])(
  "yields every picture once in the source's order (%i workers)",
  async (workers) => {
    const pipeline = firstPixel({ count: 1 });
    const made = evaluationBatches(await files(), pipeline, { batchSize: 3, workers, workerUrl });
    const wanted = [
      { reds: [0, 20, 40], indices: [0, 1, 2], labels: [0, 0, 1] },
      { reds: [60, 80, 100], indices: [3, 4, 5], labels: [1, 2, 2] },
      { reds: [120], indices: [6], labels: [2] },
    ];
    expect(await rows(made)).toEqual(wanted);
    expect(await rows(made)).toEqual(wanted); // and again
    expect(made.skipped).toEqual([]);
    await made.close();
  },
);

test.for([0, 2])("leaves out what cannot be read, and says which (%i workers)", async (workers) => {
  const pipeline = firstPixel({ count: 1 });
  const source = await files(1, 3, 4, 5);
  const made = evaluationBatches(source, pipeline, { batchSize: 3, workers, workerUrl });
  const wanted = [
    { reds: [0, 40], indices: [0, 2], labels: [0, 1] },
    { reds: [120], indices: [6], labels: [2] },
  ];
  expect(await rows(made)).toEqual(wanted);
  expect(made.skipped.map(({ key }) => key)).toEqual(["a/1.png", "b/3.png", "c/4.png", "c/5.png"]);
  expect(await rows(made)).toEqual(wanted);
  await made.close();
});

test("a picture's view does not depend on the batch size", async () => {
  const source = await files();
  const views = async (batchSize: number): Promise<Float32Array[]> => {
    const all: Float32Array[] = [];
    const made = evaluationBatches(source, keyedViews({ count: 1, size: 2 }), { batchSize });
    for await (const { images } of made) {
      for (const one of tf.unstack(images)) all.push(one.dataSync<"float32">());
    }
    return all;
  };
  expect(await views(2)).toEqual(await views(100));
});

test("says so if no picture can be read", async () => {
  const made = evaluationBatches(await files(0, 1, 2, 3, 4, 5, 6), firstPixel({ count: 1 }), {
    batchSize: 3,
  });
  await expect(rows(made)).rejects.toThrow("got 7 of which none can");
});

test("refuses a batch size out of its range", async () => {
  const source = await files();
  expect(() =>
    evaluationBatches(source, firstPixel({ count: 1 }), { batchSize: 0 }),
  ).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: evaluationBatches: batchSize must be a positive integer; got 0.]`,
  );
});
