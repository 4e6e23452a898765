import { expect, test } from "vitest";
import { topPredictions } from "./top-predictions.ts";

test("each picture has the class of its greatest probability, the first of equal ones", () => {
  const values = Float32Array.of(0.25, 0.5, 0.25, 0, 0, 1, 0.5, 0, 0.5);
  expect(topPredictions({ values, width: 3 })).toEqual({
    labels: Int32Array.of(1, 2, 0),
    confidences: Float32Array.of(0.5, 1, 0.5),
    classes: 3,
  });
});

test("of no picture it is empty, so that parts may be", () => {
  expect(topPredictions({ values: new Float32Array(0), width: 4 }).labels.length).toBe(0);
});

test("names what is wrong", () => {
  const of = (width: number, ...values: number[]) => {
    return () => topPredictions({ values: Float32Array.from(values), width });
  };
  expect(of(2, 0.5, 0.5, 1)).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: topPredictions: values must be whole rows of width ≥ 1; got 3 numbers in rows of 2.]`,
  );
  expect(of(0)).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: topPredictions: values must be whole rows of width ≥ 1; got 0 numbers in rows of 0.]`,
  );
  expect(of(2, 0.5, 0.5, 3, 1)).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: topPredictions: values must be probabilities, ≥ 0 and in rows of sum 1; got a row of sum 4.]`,
  );
  expect(of(2, -0.5, 1.5)).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: topPredictions: values must be probabilities, ≥ 0 and in rows of sum 1; got -0.5.]`,
  );
  expect(of(2, Number.NaN, 1)).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: topPredictions: values must be probabilities, ≥ 0 and in rows of sum 1; got a row of sum NaN.]`,
  );
});
