import { randomStream } from "@unlabeled/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { anyPredictions, evenPredictions, predictionsOf } from "../fixtures/predictions.ts";
import { filterAndBalance } from "./filter-and-balance.ts";
import type { Predictions } from "./predictions.ts";
import type { SelectionOptions } from "./selection.ts";

const random = (seed: number, sample: number) =>
  randomStream({ seed, purpose: "pseudo-label copy", sample }).uniform();

/** filter_unlabel.py, line by line, on one shard; with a draw that belongs to the picture. */
function script(
  { labels, confidences, classes }: Predictions,
  { perClass: numImage, minConfidence: minThreshold, seed }: Required<SelectionOptions>,
) {
  const labelToImages = Array.from({ length: classes }, (_, label) =>
    [...labels].flatMap((l, idx) =>
      l === label ? [{ idx, prob: confidences[idx] as number }] : [],
    ),
  );
  const probThreshold = Array.from({ length: 101 }, (_, i) => i / 100);
  const keep: [idx: number, includeCopy: number][] = [];
  const byClass = labelToImages.map((images) => {
    images.sort((a, b) => b.prob - a.prob);
    const counts: number[] = [];
    let cur = 0;
    for (let j = 100; j >= 0; j--) {
      const start = cur;
      while (cur < images.length && (images[cur]?.prob as number) >= (probThreshold[j] as number))
        cur++;
      counts[j] = cur - start;
    }
    let [threshold, totalImage] = [-1, 0];
    for (let i = 100; i >= 0; i--) {
      if ((probThreshold[i] as number) < minThreshold) continue;
      totalImage += counts[i] as number;
      if (totalImage >= numImage || probThreshold[i] === minThreshold) {
        threshold = probThreshold[i] as number;
        break;
      }
    }
    let [kept, copies] = [0, 0];
    for (const { idx, prob } of images) {
      if (prob < threshold) continue;
      let includeCopy = numImage / totalImage;
      const rest = includeCopy - Math.trunc(includeCopy);
      includeCopy = Math.trunc(includeCopy) + Number(random(seed, idx) < rest);
      if (includeCopy === 0) continue;
      keep.push([idx, includeCopy]);
      kept++;
      copies += includeCopy;
    }
    return { threshold, pool: totalImage, kept, copies };
  });
  keep.sort(([a], [b]) => a - b);
  return { samples: keep.map(([idx]) => idx), copies: keep.map(([, copies]) => copies), byClass };
}

test("of any predictions it is the authors' script", () => {
  const options = fc.record({
    perClass: fc.integer({ min: 1, max: 40 }),
    minConfidence: fc.integer({ min: 0, max: 100 }).map((step) => step / 100),
    seed: fc.nat(),
  });
  let kept = 0;
  fc.assert(
    fc.property(anyPredictions, options, (predictions, options) => {
      if (predictions.confidences.every((confidence) => confidence < options.minConfidence)) {
        expect(() => filterAndBalance(predictions, options)).toThrow(
          "minConfidence must be at most",
        );
        return;
      }
      const { samples, copies, byClass } = filterAndBalance(predictions, options);
      expect({ samples: [...samples], copies: [...copies], byClass }).toEqual(
        script(predictions, options),
      );
      kept++;
    }),
    { numRuns: 500, seed: 3 },
  );
  expect(kept).toBeGreaterThan(250);
});

test("by hand: enough above 0.91, too few anywhere, and none", () => {
  const predictions = predictionsOf(
    [
      [0, 0.99],
      [1, 0.5],
      [0, 0.915],
      [0, 0.8],
      [1, 0.2],
      [2, 0.29],
    ],
    4,
  );
  const { samples, copies, byClass } = filterAndBalance(predictions, { perClass: 2 });
  expect([[...samples], [...copies]]).toEqual([
    [0, 1, 2],
    [1, 2, 1],
  ]);
  expect(byClass).toEqual([
    { threshold: 0.91, pool: 2, kept: 2, copies: 2 },
    { threshold: 0.3, pool: 1, kept: 1, copies: 2 },
    { threshold: 0.3, pool: 0, kept: 0, copies: 0 },
    { threshold: 0.3, pool: 0, kept: 0, copies: 0 },
  ]);
});

test("a confidence that rounding brought above 1 is one", () => {
  const { byClass } = filterAndBalance(predictionsOf([[0, 1.0005]], 1), { perClass: 1 });
  expect(byClass).toEqual([{ threshold: 1, pool: 1, kept: 1, copies: 1 }]);
});

test("of a pool that is too large each picture is as likely to be left out, whatever its confidence", () => {
  const predictions = predictionsOf(
    [
      [0, 0.905],
      [0, 0.906],
      [0, 0.907],
      [0, 0.908],
      [0, 0.909],
    ],
    1,
  );
  const often = new Float64Array(5);
  let total = 0;
  for (let seed = 0; seed < 2000; seed++) {
    const { samples, byClass } = filterAndBalance(predictions, { perClass: 3, seed });
    for (const sample of samples) often[sample] = (often[sample] as number) + 1;
    total += byClass[0]?.copies as number;
  }
  for (const count of often) expect(Math.abs(count / 2000 - 3 / 5)).toBeLessThan(0.04); // 3.6 deviations
  expect(Math.abs(total / 2000 - 3)).toBeLessThan(0.09); // on the average as many as are wanted
});

test("of a pool that is too small each has as many copies as fit, or one more", () => {
  const predictions = predictionsOf(
    Array.from({ length: 300 }, () => [0, 0.5]),
    1,
  );
  const { samples, copies } = filterAndBalance(predictions, { perClass: 750 });
  expect(samples.length).toBe(300);
  expect(new Set(copies)).toEqual(new Set([2, 3]));
  expect(Math.abs(copies.reduce((a, b) => a + b) - 750)).toBeLessThan(35); // 4 deviations
});

test("what becomes of a class is a matter of its pictures and the seed alone", () => {
  const { labels, confidences } = evenPredictions(4000, 2);
  const whole = filterAndBalance({ labels, confidences, classes: 2 }, { perClass: 30, seed: 7 });
  const ofOther = confidences.map((c, i) => (labels[i] === 1 ? 0.3 + 0.7 * (1 - c) : c));
  const changed = filterAndBalance(
    { labels, confidences: ofOther, classes: 2 },
    { perClass: 30, seed: 7 },
  );
  const first = ({ samples }: typeof whole) => [...samples].filter((i) => labels[i] === 0);
  expect(first(changed)).toEqual(first(whole));
  expect([...changed.samples]).not.toEqual([...whole.samples]);
  const again = filterAndBalance({ labels, confidences, classes: 2 }, { perClass: 30, seed: 8 });
  expect(first(again)).not.toEqual(first(whole));
});

test("a million pictures are balanced", () => {
  const predictions = evenPredictions(1_000_000, 10);
  const { samples, copies, byClass } = filterAndBalance(predictions, { perClass: 1200 });
  for (const { threshold, pool, copies } of byClass) {
    expect(threshold).toBeGreaterThanOrEqual(0.98); // the upper 1.2% of 100,000 pictures
    expect(pool).toBeGreaterThan(1200);
    expect(Math.abs(copies - 1200)).toBeLessThan(120);
  }
  expect(samples.length).toBe(byClass.reduce((sum, { kept }) => sum + kept, 0));
  expect(copies.every((count) => count === 1)).toBe(true);
});

test("names what is wrong", () => {
  const two = predictionsOf(
    [
      [0, 0.5],
      [1, 0.625],
    ],
    2,
  );
  const of = (options: object, predictions: object = {}) => {
    return () => filterAndBalance({ ...two, ...predictions }, { perClass: 10, ...options });
  };
  expect(of({ minConfidence: 0.7 })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: filterAndBalance: minConfidence must be at most the greatest confidence, 0.625, to keep a picture; got 0.7.]`,
  );
  expect(of({ minConfidence: 0.305 })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: filterAndBalance: minConfidence must be a whole number of hundredths; got 0.305.]`,
  );
  expect(of({ minConfidence: 30 })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: filterAndBalance: minConfidence must be in [0, 1]; got 30.]`,
  );
  expect(of({ perClass: 0.5 })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: filterAndBalance: perClass must be an integer ≥ 1; got 0.5.]`,
  );
  expect(of({ seed: -1 })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: filterAndBalance: seed must be an integer in [0, 2^32); got -1.]`,
  );
  expect(of({}, { confidences: new Float32Array(3) })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: filterAndBalance: predictions must have one label and one confidence for each of at least one picture; got 2 and 3.]`,
  );
  expect(
    of({}, { confidences: new Float32Array(0), labels: new Int32Array(0) }),
  ).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: filterAndBalance: predictions must have one label and one confidence for each of at least one picture; got 0 and 0.]`,
  );
  expect(of({}, { confidences: Float32Array.of(0.5, 2) })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: filterAndBalance: confidences must be in [0, 1]; got 2 of picture 1.]`,
  );
  expect(of({}, { labels: Int32Array.of(2, 0) })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: filterAndBalance: labels must be in [0, 2), the classes; got 2 of picture 0.]`,
  );
});
