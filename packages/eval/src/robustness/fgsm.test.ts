import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import { attackedBatch, attackedNetwork, attacks, imagesOf } from "../fixtures/attacked.ts";
import { classes, linear, pixels, pixelsOf } from "../fixtures/linear-softmax.ts";
import {
  asImages,
  batchOf,
  clip,
  denseNetwork,
  plainSigns,
  samples,
} from "../fixtures/plain-network.ts";
import type { Classifier } from "./attack.ts";
import { fgsm } from "./fgsm.ts";

test("is clip(x + epsilon * sign) in plain numbers", () => {
  const { images, labels } = batchOf(samples);
  for (const epsilon of [0, 0.03, 0.4]) {
    const expected = samples.map(({ x, label }) => {
      const signs = plainSigns(x, label);
      return x.map((value, i) => clip(value + epsilon * (signs[i] as number), 0, 1));
    });
    expect(fgsm(denseNetwork, images, labels, { epsilon })).toBeAllclose(asImages(expected), 1e-6);
  }
});

test("moves a linear softmax against the difference of its weights; 0 stays", () => {
  expect(fgsm(linear, pixels, classes, { epsilon: 0.25 })).toBeAllclose(
    pixelsOf([
      [0.25, 0.75, 0.5],
      [0, 1, 0.2], // clipped from −0.15 and 1.2
      [0.75, 0.25, 0.5],
    ]),
    1e-7,
  );
});

test.for(attacks.fgsm)("is PyTorch's, torchattacks' and foolbox's at $epsilon", (recorded) => {
  const { images, labels } = attackedBatch();
  const attacked = fgsm(attackedNetwork(), images, labels, recorded);
  expect(attacked).toBeAllclose(imagesOf(recorded.images), 1e-6);
});

test("names what is wrong", () => {
  const of =
    (epsilon: number, labels = [0, 0, 1], images = pixels) =>
    () =>
      fgsm(linear, images, Int32Array.from(labels), { epsilon });
  const before = tf.memory().numTensors;
  expect(of(16)).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: fgsm: epsilon must be in [0, 1], the scale of the images; got 16. A bound for pixels up to 255 is divided by 255.]`,
  );
  expect(of(Number.NaN)).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: fgsm: epsilon must be in [0, 1], the scale of the images; got NaN. A bound for pixels up to 255 is divided by 255.]`,
  );
  expect(of(0.1, [0, 1])).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: fgsm: labels must be one for each of 3 images; got 2.]`,
  );
  expect(of(0.1, [0, 1, 2])).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: fgsm: labels must be in [0, 2), the columns of the logits; got 2.]`,
  );
  expect(of(0.1, [0, -1, 0])).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: fgsm: labels must be in [0, 2), the columns of the logits; got -1.]`,
  );
  const images = tf.reshape(pixels, [3, 3]) as tf.Tensor as tf.Tensor4D;
  expect(of(0.1, [0, 0, 1], images)).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: fgsm: images must have shape [N, H, W, C]; got [3, 3].]`,
  );
  images.dispose();
  const joined: Classifier = {
    apply: (images) => tf.reshape(linear.apply(images, "evaluate"), [1, -1]),
  };
  expect(() => fgsm(joined, pixels, classes, { epsilon: 0.1 })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: fgsm: logits must have shape [3, L]; got [1, 6].]`,
  );
  expect(tf.memory().numTensors).toBe(before);
});
