import type { PseudoLabels } from "@unlabeled/data";
import { expect, test } from "vitest";
import { selectLabels } from "./select-labels.ts";

/** Eight pictures of two classes; the last could not be read. */
const labels: PseudoLabels = {
  labels: Int32Array.from([0, 0, 0, 0, 1, 1, 1, 0]),
  confidences: Float32Array.from([0.9, 0.8, 0.7, 0.4, 0.95, 0.36, 0.2, 0]),
  classes: 2,
  names: ["cat", "dog"],
  ...{ teacher: "t", round: 1, size: 8 },
  unreadable: Int32Array.of(7),
  rejected: new Int32Array(0),
  rows: () => Promise.reject(new Error("not asked for")),
};

test("all: each picture that is sure enough, once, and never one without a label", () => {
  const half = selectLabels(labels, { by: "all", minConfidence: 0.3 }, 0);
  expect([...half.places]).toEqual([0, 1, 2, 3, 4, 5]);
  expect(half.byClass[1]).toEqual({ threshold: 0.3, pool: 2, kept: 2, copies: 2 });
  const everything = selectLabels(labels, { by: "all", minConfidence: 0 }, 0);
  expect([...everything.places]).toEqual([0, 1, 2, 3, 4, 5, 6]);
});

test("surest: so many of each class, with copies where there are fewer", () => {
  const { places, byClass } = selectLabels(
    labels,
    { by: "surest", perClass: 3, minConfidence: 0.3 },
    0,
  );
  const count = (at: number) => places.filter((place) => place === at).length;
  expect([0, 1, 2, 3].map(count)).toEqual([1, 1, 1, 0]);
  expect(count(4) + count(5)).toBe(3);
  expect(byClass.map(({ copies }) => copies)).toEqual([3, 3]);
});

test("balanced: the authors' bins", () => {
  const { byClass } = selectLabels(labels, { by: "balanced", perClass: 2, minConfidence: 0.3 }, 0);
  // cat: of 0.80 and surer there are two; dog: down to 0.36 there are two
  expect(byClass.map(({ threshold, pool }) => [threshold, pool])).toEqual([
    [0.8, 2],
    [0.36, 2],
  ]);
});

test.for(["balanced", "surest", "all"] as const)("%s: never one without a label", (by) => {
  const selection = { by, perClass: 50, minConfidence: 0 };
  expect(selectLabels(labels, selection, 0).places).not.toContain(7);
});

test("names the threshold that keeps nothing, and pictures that have no labels", () => {
  expect(() =>
    selectLabels(labels, { by: "all", minConfidence: 0.99 }, 0),
  ).toThrowErrorMatchingInlineSnapshot(
    `[UserError: --min-confidence must leave pictures to learn from; got 0.99 for UNLABELED, of which the teacher is 95.0% sure at most. Make it smaller, train the teacher longer, or bring pictures of its classes.]`,
  );
  const none = { ...labels, confidences: new Float32Array(8) };
  expect(() =>
    selectLabels(none, { by: "balanced", perClass: 2, minConfidence: 0.3 }, 0),
  ).toThrowErrorMatchingInlineSnapshot(
    `[UserError: --min-confidence must leave pictures to learn from; got 0.3 for UNLABELED, which has none that can be read and was not rejected. Make it smaller, train the teacher longer, or bring pictures of its classes.]`,
  );
});
