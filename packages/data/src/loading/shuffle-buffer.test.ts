import { permutation, randomStream } from "@unlabeled/core";
import { expect, test } from "vitest";
import { shuffledThroughBuffer } from "./shuffle-buffer.ts";

const starts = Uint32Array.of(0, 10, 11, 30, 64);
const length = 100;

/** The buffer as tf.data describes it, with a list that is drawn from and filled up. */
function described(size: number, key: { seed: number; epoch: number }): number[] {
  const stream: number[] = [];
  for (const shard of permutation(5, { ...key, purpose: "order/shards" })) {
    const [from, to] = [Number(starts[shard]), starts[shard + 1] ?? length];
    for (let sample = from; sample < to; sample++) stream.push(sample);
  }
  const random = randomStream({ ...key, purpose: "order/buffer" });
  const buffer = stream.splice(0, size);
  const shown: number[] = [];
  while (buffer.length > 0) {
    const at = random.integer(buffer.length);
    shown.push(buffer[at] as number);
    const next = stream.shift() ?? buffer.pop(); // at the end, the last one fills the gap
    if (at < buffer.length) buffer[at] = next as number;
  }
  return shown;
}

test.for([1, 2, 7, 99, 100, 1000])("is the described buffer of %i", (size) => {
  for (const epoch of [0, 5]) {
    const key = { seed: 3, epoch };
    const { shown, entering } = shuffledThroughBuffer(starts, length, size, key);
    expect([...shown]).toEqual(described(size, key));
    expect([...shown].sort((a, b) => a - b)).toEqual(Array.from({ length }, (_, i) => i));
    const place = new Map([...entering].map((sample, at) => [sample, at]));
    for (const [at, sample] of shown.entries()) {
      expect(Number(place.get(sample))).toBeLessThan(at + size); // in the buffer, never sooner
    }
  }
});

test("a buffer of one shows shards whole, in an order of each epoch's own", () => {
  const orders = Array.from({ length: 20 }, (_, epoch) => {
    const { shown } = shuffledThroughBuffer(starts, length, 1, { seed: 0, epoch });
    const met = [...shown].filter((sample) => starts.includes(sample));
    for (const [at, sample] of shown.entries()) {
      if (!starts.includes(sample)) expect(shown[at - 1]).toBe(sample - 1);
    }
    return met.join();
  });
  expect(new Set(orders).size).toBeGreaterThan(15); // of 120 orders of five shards
});

test("a buffer for all gives every order equally often", () => {
  const counts = new Map<string, number>();
  const draws = 6000;
  for (let epoch = 0; epoch < draws; epoch++) {
    const { shown } = shuffledThroughBuffer(Uint32Array.of(0), 4, 4, { seed: 1, epoch });
    counts.set(shown.join(), (counts.get(shown.join()) ?? 0) + 1);
  }
  expect(counts.size).toBe(24);
  const chiSquare = [...counts.values()].reduce(
    (sum, n) => sum + (n - draws / 24) ** 2 / (draws / 24),
    0,
  );
  expect(chiSquare).toBeLessThan(49.7); // exceeded once in 1000 with 23 degrees of freedom
});
