import { expect, test } from "vitest";
import { repeatedSamples } from "./repeated-samples.ts";

test("each picture is there as often as it has copies", () => {
  const selection = { samples: Int32Array.of(2, 5, 9), copies: Int32Array.of(1, 3, 2) };
  expect([...repeatedSamples(selection)]).toEqual([2, 5, 5, 5, 9, 9]);
});

test("of nothing it is empty", () => {
  const nothing = new Int32Array(0);
  expect(repeatedSamples({ samples: nothing, copies: nothing }).length).toBe(0);
});
