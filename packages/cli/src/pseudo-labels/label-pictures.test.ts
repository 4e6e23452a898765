import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { useEngine } from "@unlabeled/core";
import { imageFolder, readPseudoLabels } from "@unlabeled/data";
import type { ImageClassifier } from "@unlabeled/simclr-distill";
import { beforeAll, expect, test, vi } from "vitest";
import { inFolder } from "../fixtures/cli.ts";
import { writePictures, writeText } from "../fixtures/pictures.ts";
import type { ClassifierConfig } from "../stages/classifier-config.ts";
import type { TrainedClassifier } from "../stages/trained-classifier.ts";
import { type LabellingOptions, labelPictures } from "./label-pictures.ts";

inFolder();

/** Ten pictures of which the last four, 6.png to 9.png, cannot be read. */
beforeAll(async () => {
  await useEngine("cpu");
  await writePictures("photos", 6, [200, 60, 20]);
  for (const i of [6, 7, 8, 9]) await writeText(`photos/${i}.png`, "no picture");
});

/** A teacher whose logits are the mean red, green and blue. */
function teacher(onBatch: () => void = () => {}): TrainedClassifier {
  const network = {
    ...{ parameters: [], statistics: [] },
    apply(images: tf.Tensor4D, mode: string) {
      expect(mode).toBe("evaluate");
      onBatch();
      return tf.mean<tf.Tensor2D>(images, [1, 2]);
    },
  };
  return {
    config: { size: 8, classes: ["red", "green", "blue"] } as unknown as ClassifierConfig,
    identity: "run/1",
    restore: async () => network as unknown as ImageClassifier,
  };
}

const OPTIONS: Omit<LabellingOptions, "folder"> = {
  ...{ round: 1, shardSize: 4, shard: { index: 0, count: 1 }, workers: 0 },
  ...{ engine: "cpu float32", resumeCommand: "unlabeled pseudo-label run photos" },
};

/** Labels the pictures; returns what was said beside. */
async function said(run: () => Promise<unknown>): Promise<string> {
  let words = "";
  const write = vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    words += String(text);
    return true;
  });
  try {
    await run();
    return words;
  } finally {
    write.mockRestore();
  }
}

test("writes softmax of the logits of each picture that can be read, and leaves no tensor", async () => {
  const source = await imageFolder("photos");
  const before = tf.memory().numTensors;
  const words = await said(() => labelPictures(source, teacher(), { ...OPTIONS, folder: "all" }));
  expect(words).toMatch(/^4\/10 pictures {2}\d+ pictures\/s {2}\d+ s left\n6\/10 pictures/);
  expect(tf.memory().numTensors).toBe(before);
  const labels = await readPseudoLabels("all", source);
  expect([...labels.unreadable]).toEqual([6, 7, 8, 9]);
  const { values } = await labels.rows([5]);
  const { width, height, pixels } = await source.read(5); // 12 x 12, of noise: near the mean of 8 x 8
  const sums = [0, 1, 2].map((c) =>
    Array.from(pixels).reduce((sum, value, i) => sum + (i % 3 === c ? value : 0), 0),
  );
  const weights = sums.map((sum) => Math.exp(sum / (255 * width * height)));
  const total = weights.reduce((a, b) => a + b);
  for (const [c, weight] of weights.entries()) expect(values[c]).toBeCloseTo(weight / total, 2);
});

test("stopped, it keeps the files that are whole; where only unreadable pictures are left, it ends", async () => {
  const source = await imageFolder("photos");
  let batches = 0;
  const stopping = teacher(() => {
    batches++;
    if (batches === 2) process.emit("SIGINT");
  });
  const stopped = said(() => labelPictures(source, stopping, { ...OPTIONS, folder: "stopped" }));
  await expect(stopped).rejects.toMatchObject({
    name: "Stopped",
    message:
      "Stopped; the files that are whole stay. Go on with: unlabeled pseudo-label run photos",
  });
  expect(await readdir("stopped")).toEqual([]); // the first ends where the second begins
  const options = { ...OPTIONS, folder: "stopped" };
  await said(() => labelPictures(source, teacher(), options));
  const last = join("stopped", "part-00002-of-00003.parquet");
  const whole = await readFile(last);
  await rm(last);
  expect(await said(() => labelPictures(source, teacher(), options))).toBe(
    "Left to this process: 2 pictures.\n",
  );
  expect(await readFile(last)).toEqual(whole);
});

test("if no picture can be read, it says so", async () => {
  await writeText("bad/0.png", "no picture");
  const source = await imageFolder("bad");
  const labelling = labelPictures(source, teacher(), { ...OPTIONS, folder: "none" });
  await expect(labelling).rejects.toThrow("source must hold a picture that can be read");
  expect(await readdir("none")).toEqual([]);
});
