import * as tf from "@tensorflow/tfjs";
import { randomStream } from "@unlabeled/core";
import { expect, test } from "vitest";
import type { PictureBatch } from "../features/picture-batch.ts";
import type { Classifier } from "./attack.ts";
import { framePredictions } from "./frame-predictions.ts";

const [FRAMES, SIDE, L] = [3, 2, 4];
const LENGTH = SIDE * SIDE * 3; // values of a frame

/** Strips of two pictures, then one more. */
const strips = [2, 1].map((count, batch) => {
  const random = randomStream({ seed: 0, purpose: "strips", sample: batch });
  return Float32Array.from({ length: count * FRAMES * LENGTH }, () => random.normal());
});

async function* batches(): AsyncGenerator<PictureBatch> {
  for (const values of strips) {
    const count = values.length / (FRAMES * LENGTH);
    yield {
      images: tf.tensor4d(values, [count, FRAMES * SIDE, SIDE, 3]),
      indices: Int32Array.from({ length: count }, (_, i) => i),
    };
  }
}

const weight = (value: number, column: number) => Math.sin(5 * value + 3 * column + value * column);

/** Logit l is Σ x sin(5 i + 3 l + i l) over the values i of an image, times a sign. */
function linear(sign: number): Classifier {
  return {
    apply(images, mode) {
      expect(mode).toBe("evaluate");
      expect(images.shape.slice(1)).toEqual([SIDE, SIDE, 3]);
      const kernel = tf.tensor2d(
        Float32Array.from(
          { length: LENGTH * L },
          (_, i) => sign * weight(Math.floor(i / L), i % L),
        ),
        [LENGTH, L],
      );
      return tf.matMul(tf.reshape(images, [-1, LENGTH]), kernel);
    },
  };
}

test("is the class of the greatest logit of each frame, picture by picture, for each network", async () => {
  const found = await framePredictions([linear(1), linear(-1)], batches(), { frames: FRAMES });
  for (const [at, sign] of [1, -1].entries()) {
    const expected: number[][] = [];
    for (const values of strips) {
      for (let picture = 0; picture < values.length; picture += FRAMES * LENGTH) {
        const classes: number[] = [];
        for (let frame = 0; frame < FRAMES; frame++) {
          const logits = Array.from({ length: L }, (_, column) => {
            let sum = 0;
            for (let i = 0; i < LENGTH; i++) {
              sum += (values[picture + frame * LENGTH + i] as number) * sign * weight(i, column);
            }
            return sum;
          });
          classes.push(logits.indexOf(Math.max(...logits)));
        }
        expected.push(classes);
      }
    }
    expect(found[at]?.map((classes) => [...classes])).toEqual(expected);
    expect(new Set(expected.flat()).size).toBeGreaterThan(1);
  }
});

test("takes the smaller of two classes with equal logits", async () => {
  const even: Classifier = { apply: (images) => tf.zeros([images.shape[0], L]) };
  const [sequences] = await framePredictions([even], batches(), { frames: FRAMES });
  expect(sequences).toEqual([0, 1, 2].map(() => new Int32Array(FRAMES)));
});

test("leaves no tensors, also where it fails", async () => {
  const before = tf.memory().numTensors;
  await framePredictions([linear(1)], batches(), { frames: FRAMES });
  await framePredictions([linear(1)], batches(), { frames: 4 }).catch(() => undefined);
  expect(tf.memory().numTensors).toBe(before);
});

test("names what is wrong", async () => {
  const of = (frames: number, network = linear(1)) =>
    framePredictions([network], batches(), { frames });
  await expect(of(0)).rejects.toThrowErrorMatchingInlineSnapshot(
    `[RangeError: framePredictions: frames must be a positive integer; got 0.]`,
  );
  await expect(of(4)).rejects.toThrowErrorMatchingInlineSnapshot(
    `[RangeError: framePredictions: batches must hold strips of 4 frames of one height; got images 6 high.]`,
  );
  const diverged: Classifier = { apply: (images) => tf.fill([images.shape[0], L], Number.NaN) };
  await expect(of(FRAMES, diverged)).rejects.toThrowErrorMatchingInlineSnapshot(
    `[RangeError: framePredictions: logits must be finite; got NaN. A network whose logits are not finite has diverged.]`,
  );
  async function* none(): AsyncGenerator<PictureBatch> {}
  await expect(
    framePredictions([linear(1)], none(), { frames: FRAMES }),
  ).rejects.toThrowErrorMatchingInlineSnapshot(
    `[RangeError: framePredictions: batches must hold at least one picture; got none.]`,
  );
});
