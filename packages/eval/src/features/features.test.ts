import * as tf from "@tensorflow/tfjs";
import { describe, expect, test } from "vitest";
import { largestDifference, peers, tableOf } from "../fixtures/peers.ts";
import { center } from "./center.ts";
import { extractFeatures } from "./extract-features.ts";
import type { PictureBatch } from "./picture-batch.ts";
import { rawPixels } from "./raw-pixels.ts";
import { standardize } from "./standardize.ts";

/** Pictures 0 … count − 1 of 2 × 1 pixels, all values of picture i being i / 10. */
async function* pictures(count: number, size: number, labels = true): AsyncGenerator<PictureBatch> {
  for (let start = 0; start < count; start += size) {
    const indices = Int32Array.from({ length: Math.min(size, count - start) }, (_, i) => start + i);
    const values = Array.from(indices).flatMap((i) => new Array<number>(6).fill(i / 10));
    yield {
      images: tf.tensor4d(values, [indices.length, 2, 1, 3]),
      labels: labels ? indices.map((i) => i % 2) : undefined,
      indices,
    };
  }
}

describe("extractFeatures", () => {
  test("are the backbone's outputs in mode evaluate, in the order of the batches", async () => {
    const modes: string[] = [];
    const backbone = {
      apply(images: tf.Tensor4D, mode: string): tf.Tensor2D {
        modes.push(mode);
        const sums = tf.sum(images, [1, 2, 3]);
        return tf.stack([sums, tf.neg(sums)], 1) as tf.Tensor2D;
      },
    };
    const before = tf.memory().numTensors;
    const features = await extractFeatures(backbone, pictures(5, 2));
    expect(tf.memory().numTensors).toBe(before);
    expect(modes).toEqual(["evaluate", "evaluate", "evaluate"]);
    expect(features).toMatchObject({ count: 5, width: 2, preparation: ["network features"] });
    expect(Array.from(features.labels ?? [])).toEqual([0, 1, 0, 1, 0]);
    expect(Array.from(features.indices)).toEqual([0, 1, 2, 3, 4]);
    const expected = [0, 1, 2, 3, 4].flatMap((i) => [0.6 * i, -0.6 * i]);
    expect(largestDifference(features.values, expected)).toBeLessThan(1e-6);
  });

  test("disposes the images when the backbone throws", async () => {
    const before = tf.memory().numTensors;
    const broken = {
      apply(): tf.Tensor2D {
        throw new Error("broken");
      },
    };
    await expect(extractFeatures(broken, pictures(2, 2))).rejects.toThrow("broken");
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe("rawPixels", () => {
  test("are the flattened pictures", async () => {
    const before = tf.memory().numTensors;
    const pixels = await rawPixels(pictures(3, 2, false));
    expect(tf.memory().numTensors).toBe(before);
    expect(pixels).toMatchObject({ count: 3, width: 6, labels: undefined });
    const expected = [0, 1, 2].flatMap((i) => new Array<number>(6).fill(i / 10));
    expect(largestDifference(pixels.values, expected)).toBeLessThan(1e-7);
  });

  test("names what is wrong with the batches", async () => {
    await expect(rawPixels(pictures(0, 1))).rejects.toThrowErrorMatchingInlineSnapshot(
      `[RangeError: rawPixels: batches must hold at least one picture; got none.]`,
    );
    async function* mixed(): AsyncGenerator<PictureBatch> {
      yield* pictures(1, 1);
      yield* pictures(1, 1, false);
    }
    await expect(rawPixels(mixed())).rejects.toThrowErrorMatchingInlineSnapshot(
      `[RangeError: rawPixels: batches must all have labels or none; got both.]`,
    );
    async function* sizes(): AsyncGenerator<PictureBatch> {
      yield* pictures(1, 1);
      yield { images: tf.zeros([1, 3, 1, 3]), labels: Int32Array.of(1), indices: Int32Array.of(1) };
    }
    await expect(rawPixels(sizes())).rejects.toThrowErrorMatchingInlineSnapshot(
      `[RangeError: rawPixels: batches must hold pictures of one size; got rows of 6 and of 9 values.]`,
    );
    async function* unpaired(): AsyncGenerator<PictureBatch> {
      yield {
        images: tf.zeros([2, 1, 1, 3]),
        labels: Int32Array.of(1),
        indices: Int32Array.of(0, 1),
      };
    }
    await expect(rawPixels(unpaired())).rejects.toThrowErrorMatchingInlineSnapshot(
      `[RangeError: rawPixels: a batch of 2 images must have as many labels; got 1.]`,
    );
  });
});

const table = (values: number[], width: number) => ({
  values: Float32Array.from(values),
  count: values.length / width,
  width,
});

test("center subtracts the training mean from both tables and says so", () => {
  const train = { ...table([1, 10, 3, 30], 2), preparation: ["raw pixels"] };
  const { train: centred, test: moved } = center(train, table([2, 0], 2));
  expect(Array.from(centred.values)).toEqual([-1, -10, 1, 10]);
  expect(Array.from(moved.values)).toEqual([0, -20]);
  expect(centred.preparation).toEqual(["raw pixels", "centred"]);
  expect(Array.from(train.values)).toEqual([1, 10, 3, 30]);
});

test("standardize is scikit-learn's StandardScaler, a constant column included", () => {
  const { scaler } = peers;
  const { train, test } = standardize(tableOf(scaler.train), tableOf(scaler.test));
  expect(largestDifference(test.values, scaler.standardized)).toBeLessThan(1e-5);
  expect(train.preparation).toEqual(["standardized"]);
});

test("center and standardize name what is wrong", () => {
  expect(() => center(table([1, 2], 2), table([1], 1))).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: center: test.width must be train.width = 2; got 1.]`,
  );
  expect(() =>
    standardize(table([1, Number.POSITIVE_INFINITY], 2), table([1, 1], 2)),
  ).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: standardize: train.values must be finite; got Infinity in row 0. A network whose features are not finite has diverged.]`,
  );
});
