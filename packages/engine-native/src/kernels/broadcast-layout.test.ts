import { expect, test } from "vitest";
import { broadcastLayout } from "./broadcast-layout.ts";

test.for([
  { a: [4, 5, 6], b: [4, 5, 6], shape: [4, 5, 6], steps: [120, 1, 1] },
  { a: [4, 5, 6], b: [], shape: [4, 5, 6], steps: [120, 1, 0] },
  { a: [1, 1], b: [2, 1, 3], shape: [2, 1, 3], steps: [6, 0, 1] },
  { a: [4, 5, 6], b: [6], shape: [4, 5, 6], steps: [20, 6, 0, 6, 1, 1] },
  { a: [4, 5, 6], b: [5, 6], shape: [4, 5, 6], steps: [4, 30, 0, 30, 1, 1] },
  { a: [4, 1, 1, 6], b: [4, 2, 3, 1], shape: [4, 2, 3, 6], steps: [4, 6, 6, 6, 0, 1, 6, 1, 0] },
  { a: [3, 1], b: [1, 4], shape: [3, 4], steps: [3, 1, 0, 4, 0, 1] },
  { a: [], b: [1, 1], shape: [1, 1], steps: [1, 1, 1] },
])("$a and $b together", ({ a, b, shape, steps }) => {
  const layout = broadcastLayout(a, b);
  expect(layout?.shape).toEqual(shape);
  expect([...(layout?.steps ?? [])]).toEqual(steps);
});

test("an empty dimension makes an empty result", () => {
  expect(broadcastLayout([3, 0, 1], [1, 5])?.shape).toEqual([3, 0, 5]);
});

test("shapes that do not go together, and what the addon does not take, have none", () => {
  const every = (length: number, odd: number) =>
    Array.from({ length }, (_one, i) => (i % 2 === odd ? 2 : 1));
  expect(broadcastLayout([2, 3], [2, 4])).toBeUndefined();
  expect(broadcastLayout([0], [2])).toBeUndefined();
  expect(broadcastLayout(every(8, 0), every(8, 1))).toBeDefined();
  expect(broadcastLayout(every(9, 0), every(9, 1))).toBeUndefined();
  expect(broadcastLayout([2 ** 16, 1], [2 ** 16])).toBeUndefined();
});
