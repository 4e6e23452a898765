import * as tf from "@tensorflow/tfjs";
import { expect, test, vi } from "vitest";
import type { Classifier } from "./attack.ts";
import { corruptionErrors } from "./corruption-errors.ts";

/** Classes 0, 1 and 2 have a pixel of 0, 0.5 and 1; a corruption adds to it. */
const LABELS = Int32Array.from([0, 1, 2, 0, 1, 2, 0]);
const ADDED = { bright: 0.06, brighter: 0.1 };

/** Two batches. */
async function* pictures(added: number, { labels = true } = {}) {
  for (const [start, end] of [
    [0, 4],
    [4, 7],
  ] as const) {
    const own = LABELS.subarray(start, end);
    const pixels = [...own].map((label) => label / 2 + added);
    yield {
      images: tf.tensor4d(pixels, [own.length, 1, 1, 1]),
      ...(labels && { labels: own }),
      indices: own.map((_, row) => start + row),
    };
  }
}

/** Nearest of the centres: −(x − c)². */
const nearest = (centres: readonly number[]): Classifier => ({
  apply: (images) =>
    tf.tidy(() =>
      tf.neg<tf.Tensor2D>(
        tf.square(tf.sub<tf.Tensor2D>(tf.reshape(images, [-1, 1]), tf.tensor2d([[...centres]]))),
      ),
    ),
});

const corrupted = (name: keyof typeof ADDED, severity: number) => pictures(ADDED[name] * severity);
const corruptions = ["bright", "brighter"] as const;

test("are the parts of pictures that each network gets wrong, by corruption and severity", async () => {
  // the first network is wrong of classes 0 and 1 where a pixel moves by more than 0.25; the second takes 0 for 1 from 0.05 on
  const networks = [nearest([0, 0.5, 1]), nearest([-0.4, 0.5, 1])];
  const onDone = vi.fn();
  const [exact, shifted] = await corruptionErrors(networks, corrupted, { corruptions, onDone });
  const wrong = 5 / 7;
  expect(exact?.bright).toEqual([0, 0, 0, 0, expect.closeTo(wrong)]);
  expect(exact?.brighter).toEqual([0, 0, ...Array(3).fill(expect.closeTo(wrong))]);
  const three = expect.closeTo(3 / 7);
  expect(shifted?.bright).toEqual([three, three, three, three, expect.closeTo(wrong)]);
  expect(onDone.mock.calls.flat()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
});

test("closes all batches and leaves no tensor, an error or none", async () => {
  const network = nearest([0, 0.5, 1]);
  const close = vi.fn(async () => {});
  const closing = (labels: boolean) => (name: keyof typeof ADDED, severity: number) =>
    Object.assign(pictures(ADDED[name] * severity, { labels }), { close });
  const before = tf.memory().numTensors;
  await corruptionErrors([network], closing(true), { corruptions });
  expect(close).toHaveBeenCalledTimes(10);
  await expect(corruptionErrors([network], closing(false), { corruptions })).rejects.toThrow(
    "corruptionErrors: batches must have labels; got none.",
  );
  expect(close).toHaveBeenCalledTimes(11);
  expect(tf.memory().numTensors).toBe(before);
});

test("says what is missing or wrong", async () => {
  const network = nearest([0, 0.5, 1]);
  const none = async function* () {};
  await expect(corruptionErrors([network], none, { corruptions })).rejects.toThrow(
    "corruptionErrors: batches must hold at least one picture; got none.",
  );
  await expect(corruptionErrors([network], corrupted, { corruptions: [] })).rejects.toThrow(
    "corruptionErrors: corruptions must have at least one; got none.",
  );
  await expect(corruptionErrors([nearest([0, 1])], corrupted, { corruptions })).rejects.toThrow(
    "corruptionErrors: labels must be in [0, 2), the columns of the logits; got 2.",
  );
  const broken: Classifier = { apply: (images) => tf.fill([images.shape[0], 3], Number.NaN) };
  await expect(corruptionErrors([broken], corrupted, { corruptions })).rejects.toThrow(
    "corruptionErrors: logits must be finite; got NaN.",
  );
});
