import * as tf from "@tensorflow/tfjs";
import { randomStream } from "@unlabeled/core";
import { expect, test } from "vitest";
import type { PictureBatch } from "../features/picture-batch.ts";
import { attackedBatch, attackedNetwork, attacks } from "../fixtures/attacked.ts";
import type { Attack, Classifier } from "./attack.ts";
import { attackAccuracy } from "./attack-accuracy.ts";
import { fgsm } from "./fgsm.ts";
import { pgd } from "./pgd.ts";

/** Batches of at most `size` of some images, whose own tensor is left. */
async function* batchesOf(
  images: tf.Tensor4D,
  labels: Int32Array,
  size: number,
): AsyncGenerator<PictureBatch> {
  for (let start = 0; start < labels.length; start += size) {
    const own = labels.subarray(start, start + size);
    yield {
      images: tf.slice(images, start, own.length),
      labels: own,
      indices: own.map((_, row) => start + row),
    };
  }
}

/** f(x) = x W of one pixel and two classes. */
const W = [
  [1, 0],
  [-2, 1],
  [0.5, 0],
];
const linear: Classifier = {
  apply: (images) => tf.matMul(tf.reshape<tf.Rank.R2>(images, [-1, 3]), tf.tensor2d(W)),
};

/** Pixels that no ε up to 0.3 takes to 0 or 1, and how far each one's logits are apart: right where above 0. */
function pixelsOfTwoClasses(count: number) {
  const random = randomStream({ seed: 2, purpose: "pixels" });
  const rows = Array.from({ length: count }, () => [1, 2, 3].map(() => random.uniform(0.3, 0.7)));
  const labels = Int32Array.from(rows, () => random.integer(2));
  const margins = rows.map((row, n) => {
    const apart = row.reduce(
      (sum, value, c) => sum + value * ((W[c]?.[0] as number) - (W[c]?.[1] as number)),
      0,
    );
    return labels[n] === 0 ? apart : -apart;
  });
  return { images: tf.tensor4d(rows.flat(), [count, 1, 1, 3]), labels, margins };
}

test.for([
  ["fgsm", fgsm],
  ["pgd", pgd],
] as const)(
  "of a linear softmax under %s: margins above epsilon times their slope",
  async ([, attack]) => {
    const { images, labels, margins } = pixelsOfTwoClasses(40);
    const epsilons = [0.3, 0, 0.05, 0.1, 0.2];
    const slope = 1 + 3 + 0.5; // Σ |difference of the weights|: what a move by ε takes from a margin
    const curve = await attackAccuracy(linear, batchesOf(images, labels, 7), { attack, epsilons });
    expect(curve).toEqual(
      epsilons.map((epsilon) => ({
        epsilon,
        accuracy: margins.filter((margin) => margin > epsilon * slope).length / 40,
      })),
    );
    expect(new Set(curve.map(({ accuracy }) => accuracy)).size).toBeGreaterThan(3);
  },
);

test.for([1, 4, 6])("is PyTorch's, in batches of %i", async (size) => {
  const { images, labels } = attackedBatch();
  const network = attackedNetwork();
  const epsilons = attacks.fgsm.map(({ epsilon }) => epsilon);
  const batches = () => batchesOf(images, labels, size);
  const curve = await attackAccuracy(network, batches(), { attack: fgsm, epsilons });
  expect(curve).toEqual(attacks.fgsm.map(({ epsilon, accuracy }) => ({ epsilon, accuracy })));
  for (const { epsilon, accuracy, ...options } of attacks.pgd) {
    const attack: Attack = (f, x, y, at) => pgd(f, x, y, { ...at, ...options });
    const epsilons = [epsilon];
    expect(await attackAccuracy(network, batches(), { attack, epsilons })).toEqual([
      { epsilon, accuracy },
    ]);
  }
});

test("of equal logits the smaller class counts as the greater", async () => {
  const { images } = pixelsOfTwoClasses(3);
  const undecided: Classifier = { apply: (images) => tf.zeros([images.shape[0], 2]) };
  const batches = batchesOf(images, Int32Array.of(0, 1, 0), 2);
  const [point] = await attackAccuracy(undecided, batches, { attack: fgsm, epsilons: [0] });
  expect(point?.accuracy).toBeCloseTo(2 / 3, 12);
});

test("tells an attack its epsilon and the images' places, and asks for none at 0", async () => {
  const { images, labels } = attackedBatch();
  const told: unknown[] = [];
  const attack: Attack = (_network, images, labels, { epsilon, indices }) => {
    told.push({ epsilon, indices: [...indices], labels: [...labels] });
    return images; // as they came: they are seen again at the next epsilon
  };
  const curve = await attackAccuracy(attackedNetwork(), batchesOf(images, labels, 4), {
    attack,
    epsilons: [0.2, 0, 0.1],
  });
  const [clean] = attacks.fgsm;
  expect(curve.map(({ accuracy }) => accuracy)).toEqual([1, 2, 3].map(() => clean?.accuracy));
  expect(told).toEqual([
    { epsilon: 0.2, indices: [0, 1, 2, 3], labels: [...labels.subarray(0, 4)] },
    { epsilon: 0.1, indices: [0, 1, 2, 3], labels: [...labels.subarray(0, 4)] },
    { epsilon: 0.2, indices: [4, 5], labels: [...labels.subarray(4)] },
    { epsilon: 0.1, indices: [4, 5], labels: [...labels.subarray(4)] },
  ]);
});

test("holds no more after many batches than after one, and nothing at the end", async () => {
  const { images, labels } = attackedBatch();
  const network = attackedNetwork();
  const held: number[] = [];
  async function* watched(): AsyncGenerator<PictureBatch> {
    for await (const batch of batchesOf(images, labels, 1)) {
      held.push(tf.memory().numBytes);
      yield batch;
    }
  }
  const before = tf.memory();
  const attack: Attack = (f, x, y, at) => pgd(f, x, y, { ...at, randomStart: { seed: 0 } });
  await attackAccuracy(network, watched(), { attack, epsilons: [0, 0.01, 0.1] });
  expect(tf.memory()).toMatchObject({
    numTensors: before.numTensors,
    numBytes: before.numBytes,
  });
  expect(held).toHaveLength(6);
  expect(new Set(held).size).toBe(1);
});

test("names what is wrong, and disposes the images", async () => {
  const { images, labels } = pixelsOfTwoClasses(3);
  const before = tf.memory().numTensors;
  const of = (
    part: Partial<PictureBatch>,
    { network = linear, epsilons = [0, 0.1] }: { network?: Classifier; epsilons?: number[] } = {},
  ) => {
    async function* changed(): AsyncGenerator<PictureBatch> {
      for await (const batch of batchesOf(images, labels, 3)) {
        if (part.images) batch.images.dispose();
        yield { ...batch, ...part };
      }
    }
    return attackAccuracy(network, changed(), { attack: fgsm, epsilons });
  };
  await expect(of({}, { epsilons: [] })).rejects.toThrowErrorMatchingInlineSnapshot(
    `[RangeError: attackAccuracy: epsilons must have at least one; got none.]`,
  );
  await expect(of({}, { epsilons: [0, 16] })).rejects.toThrowErrorMatchingInlineSnapshot(
    `[RangeError: attackAccuracy: epsilons must be in [0, 1], the scale of the images; got 16. A bound for pixels up to 255 is divided by 255.]`,
  );
  await expect(of({ labels: undefined })).rejects.toThrowErrorMatchingInlineSnapshot(
    `[TypeError: attackAccuracy: batches must have labels; got none. Put each class's pictures in a folder of its own, or give labels to the source.]`,
  );
  await expect(of({ labels: Int32Array.of(0, 1) })).rejects.toThrowErrorMatchingInlineSnapshot(
    `[RangeError: attackAccuracy: labels must be one for each of 3 images; got 2.]`,
  );
  await expect(of({ labels: Int32Array.of(0, 1, 2) })).rejects.toThrowErrorMatchingInlineSnapshot(
    `[RangeError: attackAccuracy: labels must be in [0, 2), the columns of the logits; got 2.]`,
  );
  const wrong = { labels: Int32Array.of(0, 1, -1) };
  await expect(of(wrong, { epsilons: [0.1] })).rejects.toThrowErrorMatchingInlineSnapshot(
    `[RangeError: fgsm: labels must be in [0, 2), the columns of the logits; got -1.]`,
  );
  await expect(
    of({ images: tf.mul(images, 255) as tf.Tensor4D }),
  ).rejects.toThrowErrorMatchingInlineSnapshot(
    `[RangeError: attackAccuracy: batches must hold images in [0, 1]; got values from 90.80943298339844 to 168.21473693847656.]`,
  );
  const diverged: Classifier = {
    apply: (images) => tf.mul(linear.apply(images, "evaluate"), Number.NaN) as tf.Tensor2D,
  };
  await expect(of({}, { network: diverged })).rejects.toThrowErrorMatchingInlineSnapshot(
    `[RangeError: attackAccuracy: logits must be finite; got NaN. A network whose logits are not finite has diverged.]`,
  );
  const none = batchesOf(images, new Int32Array(), 1);
  await expect(
    attackAccuracy(linear, none, { attack: fgsm, epsilons: [0] }),
  ).rejects.toThrowErrorMatchingInlineSnapshot(
    `[RangeError: attackAccuracy: batches must hold at least one picture; got none.]`,
  );
  expect(tf.memory().numTensors).toBe(before);
});
