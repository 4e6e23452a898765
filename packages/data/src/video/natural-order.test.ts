import { expect, test } from "vitest";
import { naturalOrder } from "./natural-order.ts";

test.for([
  ["frame_2.png", "frame_10.png"],
  ["a9b10", "a10b9"],
  ["clip", "clip1"],
  ["2", "10"],
  ["9", "a"],
  ["x99999999999999999999", "x100000000000000000000"], // beyond 2^53
  ["x007y", "x8"],
  ["x07", "x7"], // equal values: by bytes
  ["B1", "a1"], // bytes, not a language's order
  ["1/2", "1/10"],
  ["\uff5e", "\u{1f600}"], // UTF-8, not UTF-16
] as const)("%s comes before %s", ([a, b]) => {
  expect(naturalOrder(a, b)).toBeLessThan(0);
  expect(naturalOrder(b, a)).toBeGreaterThan(0);
  expect(naturalOrder(a, a)).toBe(0);
});
