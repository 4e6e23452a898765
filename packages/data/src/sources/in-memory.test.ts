import { expect, test } from "vitest";
import { inMemory } from "./in-memory.ts";

const wide = { width: 2, height: 1, pixels: Uint8Array.of(1, 2, 3, 4, 5, 6) };
const one = { width: 1, height: 1, pixels: Uint8ClampedArray.of(7, 8, 9) };

test("gives back the pictures and labels it was given, of any sizes", async () => {
  const source = inMemory([wide, one], [3, 0]);
  expect(source.labels).toEqual(Int32Array.of(3, 0));
  for (const [index, { width, height, pixels }] of [wide, one].entries()) {
    const picture = await source.read(index);
    expect([picture.width, picture.height, ...picture.pixels]).toEqual([width, height, ...pixels]);
  }
});

test("copies the pixels: changing the picture afterwards changes nothing", async () => {
  const mine = { width: 1, height: 1, pixels: Uint8Array.of(1, 2, 3) };
  const source = inMemory([mine]);
  mine.pixels.fill(0);
  expect([...(await source.read(0)).pixels]).toEqual([1, 2, 3]);
});

test("the fingerprint depends on sizes and pixels", () => {
  const turned = { ...wide, width: 1, height: 2 };
  const prints = [[wide], [turned], [one], [wide, one], [one, wide]].map(
    (pictures) => inMemory(pictures).fingerprint,
  );
  expect(new Set(prints).size).toBe(5);
  expect(inMemory([wide], [1]).fingerprint).toBe(prints[0]);
});

test("says what is wrong with pictures and labels it refuses", () => {
  expect(() => inMemory([])).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: inMemory: pictures must hold at least one picture; got none.]`,
  );
  expect(() => inMemory([{ ...wide, width: 3 }])).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: inMemory: picture 0 must have width * height * 3 bytes; got 6 for 3 x 1.]`,
  );
  expect(() => inMemory([one], [1, 2])).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: inMemory: labels must have one entry a picture, 1; got 2.]`,
  );
  expect(() => inMemory([one], [0.5])).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: inMemory: labels must be integers in [0, 2^31); got 0.5 for picture 0.]`,
  );
});
