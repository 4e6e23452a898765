import * as tf from "@tensorflow/tfjs";
import { randomStream } from "@unlabeled/core";
import { expect, test } from "vitest";
import { firstPixel } from "../../fixtures/pipelines.ts";
import { inMemory } from "../sources/in-memory.ts";
import { batches } from "./batches.ts";
import { withRowSeeds } from "./with-row-seeds.ts";

const pictures = inMemory(
  Array.from({ length: 7 }, (_, i) => ({ width: 1, height: 1, pixels: Uint8Array.of(i, 0, 0) })),
);
const plain = batches(pictures, firstPixel({ count: 1 }), { batchSize: 3, seed: 0 });

async function seedsOf(made: ReturnType<typeof withRowSeeds>, epoch: number, from?: number) {
  const all: number[][][] = [];
  for await (const { seeds, ...batch } of made.epoch(epoch, from)) {
    all.push((seeds as tf.Tensor2D).arraySync());
    tf.dispose([seeds, batch]);
  }
  return all;
}

test("numbers follow from the seed, the epoch and the place", async () => {
  const before = tf.memory().numTensors;
  const made = withRowSeeds(plain, { seed: 9, perRow: 2 });
  const all = await seedsOf(made, 4);
  const literal = [0, 1].map((batch) =>
    [0, 1, 2].map((row) => {
      const random = randomStream({
        ...{ seed: 9, purpose: "row seeds", epoch: 4, sample: 3 * batch + row },
      });
      return [random.uint32() >>> 8, random.uint32() >>> 8];
    }),
  );
  expect(all).toEqual(literal);
  expect(new Set(all.flat(2)).size).toBe(12);
  expect(await seedsOf(made, 4, 1)).toEqual(literal.slice(1));
  expect(await seedsOf(made, 5)).not.toEqual(literal);
  expect(tf.memory().numTensors).toBe(before);
});

test("keeps the batches as they are", async () => {
  const made = withRowSeeds(plain, { seed: 0 });
  expect([made.batchSize, made.batchesPerEpoch]).toEqual([3, 2]);
  expect(made.description).toEqual({ ...plain.description, rowSeeds: { seed: 0, perRow: 1 } });
  const beside = plain.epoch(0)[Symbol.asyncIterator]();
  for await (const { seeds, images } of made.epoch(0)) {
    const { value } = await beside.next();
    expect(images.arraySync()).toEqual(value.images.arraySync());
    expect([seeds.shape, seeds.dtype]).toEqual([[3, 1], "int32"]);
    tf.dispose([seeds, images, value]);
  }
});

test("names what is wrong", () => {
  expect(() => withRowSeeds(plain, { seed: 0, perRow: 0 })).toThrow(
    "withRowSeeds: perRow must be an integer ≥ 1; got 0.",
  );
  expect(() => withRowSeeds(plain, { seed: -1 })).toThrow("seed must be an integer in [0, 2^32)");
});
