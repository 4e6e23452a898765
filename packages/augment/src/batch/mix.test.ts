import { randomStream } from "@unlabeled/core";
import { describe, expect, test } from "vitest";
import { cutMix } from "./cut-mix.ts";
import { drawCutMix, drawMixup } from "./draw-mix.ts";
import type { LabelledBatch } from "./labelled-batch.ts";
import { mixup } from "./mixup.ts";

const stream = (seed: number) => randomStream({ seed, purpose: "test" });

/** N pictures of one value each, `value(n)`, of N classes. */
function flat(count: number, pixels: number, value: (n: number) => number): LabelledBatch {
  return {
    images: Float32Array.from({ length: count * pixels * 3 }, (_, i) =>
      value(Math.floor(i / (pixels * 3))),
    ),
    labels: Float32Array.from({ length: count ** 2 }, (_, i) =>
      i % count === Math.floor(i / count) ? 1 : 0,
    ),
  };
}

test("drawMixup draws a permutation and a share, the same for the same stream", () => {
  let [least, sum] = [1, 0];
  const counts = [0, 0, 0];
  for (let seed = 0; seed < 3000; seed++) {
    const drawn = drawMixup(3, { alpha: 0.4, random: stream(seed) });
    expect(drawMixup(3, { alpha: 0.4, random: stream(seed) })).toEqual(drawn);
    expect([...drawn.partners].sort()).toEqual([0, 1, 2]);
    least = Math.min(least, drawn.lambda);
    sum += drawn.lambda;
    (counts[drawn.partners[0] as number] as number)++;
  }
  expect(least).toBeLessThan(0.01);
  expect(Math.abs(sum / 3000 - 0.5)).toBeLessThan(5 * Math.sqrt(1 / 4 / 1.8 / 3000));
  for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(5 * Math.sqrt(1000));
});

test("mixup is lambda of each picture and label, and the rest of its partner's", () => {
  const batch = flat(3, 4, (n) => n + 1);
  const drawn = { lambda: 0.75, partners: Uint32Array.of(2, 0, 1) };
  const { images, labels } = mixup(batch, drawn);
  // 0.75 * 1 + 0.25 * 3, 0.75 * 2 + 0.25 * 1, 0.75 * 3 + 0.25 * 2
  expect([images[0], images[12], images[24], images[35]]).toEqual([1.5, 1.75, 2.75, 2.75]);
  expect([...labels]).toEqual([0.75, 0, 0.25, 0.25, 0.75, 0, 0, 0.25, 0.75]);
  expect(batch).toEqual(flat(3, 4, (n) => n + 1));
  expect(mixup(batch, { ...drawn, lambda: 1 })).toEqual(batch);
});

describe("cutMix", () => {
  test("takes a box of the partner, and labels by its true area", () => {
    const batch = flat(2, 16, (n) => n);
    // sqrt(1 - 0.75) = half of 4 pixels: [1, 3) around pixel 2 across, and [0, 1) around 0 down
    const drawn = { lambda: 0.75, partners: Uint32Array.of(1, 0), at: [0.5, 0] } as const;
    const { images, labels } = cutMix(batch, { drawn, height: 4, width: 4 });
    const reds = [...images].filter((_, i) => i % 3 === 0);
    expect(reds.slice(0, 16)).toEqual([0, 1, 1, 0, ...Array(12).fill(0)]);
    expect(reds.slice(16)).toEqual([1, 0, 0, 1, ...Array(12).fill(1)]);
    expect([...labels]).toEqual([14 / 16, 2 / 16, 2 / 16, 14 / 16]);
  });

  test("labels sum to 1, and are the shares of pixels, whatever is drawn", () => {
    const batch = flat(5, 7 * 9, (n) => n);
    let least = 1;
    for (let seed = 0; seed < 200; seed++) {
      const drawn = drawCutMix(5, { alpha: 1, random: stream(seed) });
      const { images, labels } = cutMix(batch, { drawn, height: 7, width: 9 });
      for (let n = 0; n < 5; n++) {
        const pixels = [...images.subarray(n * 189, (n + 1) * 189)];
        for (let k = 0; k < 5; k++) {
          const share = pixels.filter((x) => x === k).length / 189;
          expect(labels[n * 5 + k]).toBeCloseTo(share, 6);
        }
        least = Math.min(least, labels[n * 6] as number);
      }
    }
    expect(least).toBeLessThan(0.3);
  });
});

test("names what is wrong", () => {
  const batch = flat(2, 4, () => 0);
  const drawn = { lambda: 0.5, partners: Uint32Array.of(1, 0), at: [0, 0] } as const;
  const size = { height: 2, width: 2 };
  const draw = (alpha: number) => () => drawMixup(2, { alpha, random: stream(0) });
  expect(draw(0)).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: drawMixup: alpha must be a number in (0, ∞); got 0.]`,
  );
  expect(() => drawCutMix(0, { alpha: 1, random: stream(0) })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: drawCutMix: count must be an integer ≥ 1; got 0.]`,
  );
  expect(() => mixup(batch, { ...drawn, lambda: 2 })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: mixup: lambda must be a number in [0, 1]; got 2.]`,
  );
  const far = { ...drawn, partners: Uint32Array.of(2, 0) };
  expect(() => mixup(batch, far)).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: mixup: partners must be positions in [0, 2); got 2.]`,
  );
  const odd = { ...batch, labels: new Float32Array(3) };
  expect(() => mixup(odd, drawn)).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: mixup: batch.labels must have a length that 2, the number of drawn partners, divides; got 3.]`,
  );
  expect(() => cutMix(batch, { drawn, height: 3, width: 2 })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: cutMix: batch.images must have 2 * 3 * 2 * 3 = 36 values; got 24.]`,
  );
  const bytes = { ...batch, images: new Uint8Array(24) as unknown as Float32Array };
  expect(() => cutMix(bytes, { drawn, ...size })).toThrowErrorMatchingInlineSnapshot(
    `[TypeError: cutMix: batch.images must be a Float32Array.]`,
  );
});
