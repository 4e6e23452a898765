import fc from "fast-check";
import { expect, test } from "vitest";
import { anyPredictions, evenPredictions, predictionsOf } from "../fixtures/predictions.ts";
import { mostConfident } from "./most-confident.ts";

test("of any predictions it is the surest of each class, the first of equal ones", () => {
  const options = fc.record({
    perClass: fc.integer({ min: 1, max: 40 }),
    minConfidence: fc.constantFrom(0, 0.3, 0.5),
    seed: fc.nat(),
  });
  fc.assert(
    fc.property(anyPredictions, options, (predictions, options) => {
      const { labels, confidences, classes } = predictions;
      const { perClass, minConfidence } = options;
      const sure = [...confidences.keys()].filter(
        (i) => (confidences[i] as number) >= minConfidence,
      );
      fc.pre(sure.length > 0);
      const { samples, copies, byClass } = mostConfident(predictions, options);
      for (let label = 0; label < classes; label++) {
        const ofClass = sure.filter((i) => labels[i] === label); // ascending, and sort is stable
        ofClass.sort((a, b) => (confidences[b] as number) - (confidences[a] as number));
        const expected = ofClass.slice(0, perClass);
        const places = [...samples.keys()].filter((k) => labels[samples[k] as number] === label);
        expect(places.map((k) => samples[k])).toEqual(expected.sort((a, b) => a - b));
        const counts = places.map((k) => copies[k] as number);
        const total = counts.reduce((a, b) => a + b, 0);
        expect(total).toBe(ofClass.length === 0 ? 0 : perClass);
        if (total > 0) expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
        const { threshold, pool, ...rest } = byClass[label] as (typeof byClass)[number];
        expect(rest).toEqual({ kept: expected.length, copies: total });
        const least = Math.min(...expected.map((i) => confidences[i] as number));
        expect(threshold).toBe(ofClass.length > perClass ? least : minConfidence);
        expect(pool).toBe(ofClass.filter((i) => (confidences[i] as number) >= threshold).length);
      }
      expect([...samples]).toEqual([...samples].sort((a, b) => a - b));
    }),
    { numRuns: 500, seed: 4 },
  );
});

test("by hand: two of three, copies of one, and none", () => {
  const predictions = predictionsOf(
    [
      [0, 0.5],
      [0, 0.75],
      [1, 0.375],
      [0, 0.625],
      [2, 0.25],
    ],
    3,
  );
  const { samples, copies, byClass } = mostConfident(predictions, { perClass: 2 });
  expect([[...samples], [...copies]]).toEqual([
    [1, 2, 3],
    [1, 2, 1],
  ]);
  expect(byClass).toEqual([
    { threshold: 0.625, pool: 2, kept: 2, copies: 2 },
    { threshold: 0.3, pool: 1, kept: 1, copies: 2 },
    { threshold: 0.3, pool: 0, kept: 0, copies: 0 },
  ]);
});

test("which pictures have one copy more is drawn evenly, by the seed", () => {
  const predictions = predictionsOf(
    Array.from({ length: 5 }, () => [0, 0.5]),
    1,
  );
  const often = new Float64Array(5);
  for (let seed = 0; seed < 2000; seed++) {
    mostConfident(predictions, { perClass: 8, seed }).copies.forEach((count, k) => {
      often[k] = (often[k] as number) + count - 1;
    });
  }
  for (const count of often) expect(Math.abs(count / 2000 - 3 / 5)).toBeLessThan(0.04); // 3.6 deviations
});

test("of a million pictures it is the upper part", () => {
  const predictions = evenPredictions(1_000_000, 10);
  const { samples, copies, byClass } = mostConfident(predictions, { perClass: 1200 });
  expect(samples.length).toBe(12_000);
  expect(copies.every((count) => count === 1)).toBe(true);
  for (const { threshold } of byClass) expect(Math.abs(threshold - 0.988)).toBeLessThan(0.002);
  for (const i of samples) {
    const { threshold } = byClass[predictions.labels[i] as number] as (typeof byClass)[number];
    expect((predictions.confidences[i] as number) >= threshold).toBe(true);
  }
});

test("names what is wrong", () => {
  const two = predictionsOf(
    [
      [0, 0.5],
      [1, 0.625],
    ],
    2,
  );
  expect(() =>
    mostConfident(two, { perClass: 2, minConfidence: 0.7 }),
  ).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: mostConfident: minConfidence must be at most the greatest confidence, 0.625, to keep a picture; got 0.7.]`,
  );
  expect(() => mostConfident(two, { perClass: 0 })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: mostConfident: perClass must be an integer ≥ 1; got 0.]`,
  );
  expect(() =>
    mostConfident({ ...two, classes: 1 }, { perClass: 2 }),
  ).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: mostConfident: labels must be in [0, 1), the classes; got 1 of picture 1.]`,
  );
});
