import { expect, test } from "vitest";
import { inMemory } from "./in-memory.ts";
import { labelFraction } from "./label-fraction.ts";
import type { Source } from "./source.ts";

/** Pictures of one pixel, of classes with so many pictures each, mixed. */
function source(...sizes: number[]): Source {
  const labels: number[] = [];
  for (let i = 0; i < Math.max(...sizes); i++) {
    sizes.forEach((size, label) => {
      if (i < size) labels.push(label);
    });
  }
  const pictures = labels.map((_, i) => {
    return { width: 1, height: 1, pixels: Uint8Array.of(i % 256, Math.floor(i / 256), 0) };
  });
  return inMemory(pictures, labels);
}

const counts = ({ labels }: Source) =>
  [0, 1, 2].map((label) => labels?.filter((one) => one === label).length);

/** Which pictures they are. */
async function members(of: Source): Promise<number[]> {
  const pictures = await Promise.all(Array.from({ length: of.length }, (_, i) => of.read(i)));
  return pictures.map(({ pixels }) => (pixels[0] as number) + 256 * (pixels[1] as number));
}

test.for([
  [0.1, [10, 10, 10]],
  [0.11, [11, 11, 11]],
  [0.104, [11, 10, 10]], // 31 of 300
  [1, [100, 100, 100]],
] as const)("a fraction of %d has as many pictures of each class: %o", ([fraction, expected]) => {
  expect(counts(labelFraction(source(100, 100, 100), { fraction }))).toEqual(expected);
});

test.for([
  [0.5, [5, 28, 27]], // 60 of 120: class 0 has no more than 5
  [0.1, [4, 4, 4]],
  [1, [5, 50, 65]],
] as const)("where a class has fewer, the others give more: %d, %o", ([fraction, expected]) => {
  expect(counts(labelFraction(source(5, 50, 65), { fraction }))).toEqual(expected);
});

test("the seed decides which, in the source's order, and less is a part of more", async () => {
  const all = source(40, 40, 40);
  const of = (fraction: number, seed = 0) => members(labelFraction(all, { fraction, seed }));
  const [few, many, other] = [await of(0.1), await of(0.5), await of(0.1, 1)];
  expect(few).toEqual(few.toSorted((a, b) => a - b));
  expect(await of(0.1)).toEqual(few);
  expect(other).not.toEqual(few);
  expect(few.filter((i) => !many.includes(i))).toEqual([]);
  expect(few).not.toEqual(Array.from(few.keys())); // not the first ones
});

test("a fraction of a hundredth is what it says, in spite of binary numbers", () => {
  expect(labelFraction(source(100, 0, 0), { fraction: 0.29 }).length).toBe(29); // 0.29 · 100 is 28.999…
});

test("names what is wrong", () => {
  const all = source(10, 10, 10);
  expect(() => labelFraction(all, { fraction: 0 })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: labelFraction: fraction must be in (0, 1]; got 0.]`,
  );
  expect(() => labelFraction(all, { fraction: 0.07 })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: labelFraction: fraction must leave a picture of each of the 3 classes; got 0.07 of 30 pictures, 2. 0.1 is enough.]`,
  );
  const { labels: _, ...unlabeled } = all;
  expect(() => labelFraction(unlabeled, { fraction: 1 })).toThrowErrorMatchingInlineSnapshot(
    `[TypeError: labelFraction: source must have labels; got none: open it with labels.]`,
  );
});
