import * as tf from "@tensorflow/tfjs";
import { randomStream } from "@unlabeled/core";
import { expect, test } from "vitest";
import { attackedBatch, attackedNetwork, attacks, imagesOf } from "../fixtures/attacked.ts";
import { classes, linear, pixels, pixelsOf } from "../fixtures/linear-softmax.ts";
import {
  asImages,
  batchOf,
  clip,
  denseNetwork,
  plainSigns,
  type Sample,
  samples,
} from "../fixtures/plain-network.ts";
import type { Classifier } from "./attack.ts";
import { fgsm } from "./fgsm.ts";
import { pgd } from "./pgd.ts";

const cases = [
  { epsilon: 0.05, steps: 10, stepSize: 0.0125 },
  { epsilon: 0.3, steps: 4, stepSize: 0.25 },
  { epsilon: 0.05, steps: 3, stepSize: 0.2 },
];

test.for([undefined, { seed: 7 }])(
  "is the paper's iteration in plain numbers, from %o",
  (start) => {
    const { images, labels } = batchOf(samples);
    for (const { epsilon, steps, stepSize } of cases) {
      const expected = samples.map(({ x, label }, sample) => {
        const random = randomStream({ seed: 7, purpose: "pgd", sample });
        let attacked = x.map((value) =>
          start ? clip(value + random.uniform(-epsilon, epsilon), 0, 1) : value,
        );
        for (let t = 0; t < steps; t++) {
          const signs = plainSigns(attacked, label);
          attacked = attacked.map((value, i) => {
            const moved = value + stepSize * (signs[i] as number);
            const projected = clip(moved, (x[i] as number) - epsilon, (x[i] as number) + epsilon);
            return clip(projected, 0, 1);
          });
        }
        return attacked;
      });
      const options = { epsilon, steps, stepSize, ...(start && { randomStart: start }) };
      expect(pgd(denseNetwork, images, labels, options)).toBeAllclose(asImages(expected), 2e-6);
    }
  },
);

test("moves a linear softmax by steps, to the ball's boundary and no further", () => {
  const at = (steps: number) =>
    pgd(linear, pixels, classes, { epsilon: 0.25, stepSize: 0.1, steps });
  expect(at(2)).toBeAllclose(
    pixelsOf([
      [0.3, 0.7, 0.5],
      [0, 1, 0.2], // clipped from −0.1 and 1.15
      [0.7, 0.3, 0.5],
    ]),
    1e-6,
  );
  expect(at(3)).toBeAllclose(fgsm(linear, pixels, classes, { epsilon: 0.25 }), 1e-6);
});

test("stays within epsilon of images that are far from 0 and 1", () => {
  const { images, labels } = batchOf(samples.map((one) => ({ ...one, x: one.x.map(() => 0.5) })));
  const attacked = pgd(denseNetwork, images, labels, { epsilon: 0.05, steps: 3, stepSize: 0.2 });
  expect(tf.max(tf.abs(tf.sub(attacked, images))).arraySync()).toBeCloseTo(0.05, 6);
});

test("stays in [0, 1] with a ball that leaves it", () => {
  const { images, labels } = batchOf(samples);
  const attacked = pgd(denseNetwork, images, labels, { epsilon: 1, steps: 3, stepSize: 0.8 });
  expect(tf.min(attacked).arraySync()).toBe(0);
  expect(tf.max(attacked).arraySync()).toBe(1);
});

test.for(attacks.pgd)(
  "is PyTorch's, torchattacks' and foolbox's at $epsilon, $steps steps of $stepSize",
  (recorded) => {
    const { images, labels } = attackedBatch();
    const attacked = pgd(attackedNetwork(), images, labels, recorded);
    expect(attacked).toBeAllclose(imagesOf(recorded.images), 1e-6);
  },
);

test("takes ten steps of 2.5 epsilon / 10 if not told otherwise, else 2.5 epsilon / steps", () => {
  const { images, labels } = attackedBatch();
  const [, recorded] = attacks.pgd; // of these steps
  const attacked = pgd(attackedNetwork(), images, labels, { epsilon: 16 / 255 });
  expect(attacked).toBeAllclose(imagesOf(recorded?.images ?? []), 1e-6);
  const [five, same] = [{}, { stepSize: 0.05 }].map((options) =>
    pgd(attackedNetwork(), images, labels, { epsilon: 0.1, steps: 5, ...options }),
  ) as [tf.Tensor, tf.Tensor];
  expect(five).toBeAllclose(same, 1e-7);
});

test("of one step of epsilon is fgsm", () => {
  const { images, labels } = attackedBatch();
  const network = attackedNetwork();
  const one = pgd(network, images, labels, { epsilon: 0.1, stepSize: 0.1, steps: 1 });
  expect(one).toBeAllclose(fgsm(network, images, labels, { epsilon: 0.1 }), 1e-7);
});

test("starts by the seed and an image's place, whatever the batch", () => {
  const options = { epsilon: 0.2, steps: 1, stepSize: 0.01 };
  const at = (seed: number, list: readonly Sample[], indices?: number[]) => {
    const { images, labels } = batchOf(list);
    const places = indices && { indices: Int32Array.from(indices) };
    return pgd(denseNetwork, images, labels, { ...options, randomStart: { seed }, ...places });
  };
  const all = at(5, samples);
  expect(at(5, samples)).toBeAllclose(all, 0);
  expect(at(5, samples.slice(3, 5), [3, 4])).toBeAllclose(tf.slice(all, 3, 2), 1e-6);
  expect(at(6, samples)).not.toBeAllclose(all, 0.1);
  const same = at(5, [samples[0] as Sample, samples[0] as Sample]);
  expect(tf.slice(same, 0, 1)).not.toBeAllclose(tf.slice(same, 1, 1), 0.1);
});

test("names what is wrong", () => {
  const of = (options: object, labels = [0, 0, 1]) => {
    return () => pgd(linear, pixels, Int32Array.from(labels), { epsilon: 0.1, ...options });
  };
  const before = tf.memory().numTensors;
  expect(of({ epsilon: -0.1 })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: pgd: epsilon must be in [0, 1], the scale of the images; got -0.1. A bound for pixels up to 255 is divided by 255.]`,
  );
  expect(of({ steps: 0 })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: pgd: steps must be an integer >= 1; got 0.]`,
  );
  expect(of({ stepSize: 0 })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: pgd: stepSize must be positive; got 0.]`,
  );
  expect(of({}, [0, 0])).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: pgd: labels must be one for each of 3 images; got 2.]`,
  );
  expect(of({}, [0, 0, 2])).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: pgd: labels must be in [0, 2), the columns of the logits; got 2.]`,
  );
  expect(
    of({ randomStart: { seed: 0 }, indices: Int32Array.of(0) }),
  ).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: pgd: indices must be one for each of 3 images; got 1.]`,
  );
  expect(of({ randomStart: { seed: -1 } })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: randomStream: seed must be an integer in [0, 2^32); got -1.]`,
  );
  expect(tf.memory().numTensors).toBe(before);
});

test("pgd holds no more at its last step than at its first", () => {
  const { images, labels } = batchOf(samples);
  const held: number[] = [];
  const watched: Classifier = {
    apply: (images, mode) => {
      held.push(tf.memory().numBytes);
      return denseNetwork.apply(images, mode);
    },
  };
  pgd(watched, images, labels, { epsilon: 0.1, steps: 4 });
  expect(held).toHaveLength(4);
  expect(new Set(held).size).toBe(1);
});
