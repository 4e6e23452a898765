import { expect, test } from "vitest";
import { defineSource } from "./define-source.ts";
import { fingerprint } from "./fingerprint.ts";

const parts = {
  length: 1,
  fingerprint: fingerprint([["a", 1]]),
  description: {},
  key: () => "a",
  locate: () => ({ kind: "file", path: "/nowhere/a.png" }) as const,
};

test("refuses a length or labels that do not fit", () => {
  expect(() => defineSource({ ...parts, length: 0 })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: defineSource: length must be a positive integer; got 0.]`,
  );
  expect(() =>
    defineSource({ ...parts, labels: Int32Array.of(1, 2) }),
  ).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: defineSource: labels must have one entry a picture, 1; got 2.]`,
  );
});

test("fingerprints tell names from sizes", () => {
  const prints = [
    fingerprint([["a", 11]]),
    fingerprint([["a1", 1]]),
    fingerprint([
      ["a", 1],
      ["1", 1],
    ]),
  ];
  expect(new Set(prints).size).toBe(3);
});
