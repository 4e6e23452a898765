import { expect, test } from "vitest";
import { inMemory } from "./in-memory.ts";
import { splitSource } from "./split-source.ts";
import { subset } from "./subset.ts";

const source = inMemory(
  Array.from({ length: 10 }, (_, i) => ({ width: 1, height: 1, pixels: Uint8Array.of(i, i, i) })),
  Array.from({ length: 10 }, (_, i) => i % 3),
);

async function reds(of: typeof source): Promise<(number | undefined)[]> {
  const pictures = Array.from({ length: of.length }, (_, index) => of.read(index));
  return (await Promise.all(pictures)).map(({ pixels }) => pixels[0]);
}

test("a subset has the pictures, keys and labels of its indices, in their order", async () => {
  const some = subset(source, [7, 2, 2]);
  expect(await reds(some)).toEqual([7, 2, 2]);
  expect(some.labels).toEqual(Int32Array.of(1, 2, 2));
  expect(some.key(0)).toBe("#7");
  expect(some.fingerprint).not.toBe(subset(source, [2, 7, 2]).fingerprint);
  expect(() => some.key(3)).toThrow("Source.key: index must be an integer in [0, 3); got 3.");
});

test("a split shares no picture, loses none, keeps the order and depends on the seed alone", async () => {
  const { train, heldOut } = splitSource(source, { heldOut: 0.3, seed: 1 });
  const [kept, held] = [await reds(train), await reds(heldOut)];
  expect(held.length).toBe(3);
  expect([...kept, ...held].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(kept).toEqual([...kept].sort());
  expect(held).toEqual([...held].sort());
  expect(await reds(splitSource(source, { heldOut: 0.3, seed: 1 }).heldOut)).toEqual(held);
  const others = [2, 3, 4].map((seed) => splitSource(source, { heldOut: 0.3, seed }).heldOut);
  expect(new Set(others.map((other) => other.fingerprint)).size).toBe(3);
});

test("a split leaves at least one picture on either side", () => {
  expect(splitSource(source, { heldOut: 0.001, seed: 0 }).heldOut.length).toBe(1);
  expect(splitSource(source, { heldOut: 0.999, seed: 0 }).train.length).toBe(1);
});

test("refuse what is out of range", () => {
  expect(() => subset(source, [])).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: subset: indices must be at least one integer in [0, 10); got none.]`,
  );
  expect(() => subset(source, [1, 10])).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: subset: indices must be at least one integer in [0, 10); got 10.]`,
  );
  expect(() => splitSource(source, { heldOut: 1, seed: 0 })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: splitSource: heldOut must be in (0, 1); got 1.]`,
  );
  expect(() =>
    splitSource(subset(source, [0]), { heldOut: 0.5, seed: 0 }),
  ).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: splitSource: source must have at least 2 pictures; got 1.]`,
  );
});

test("a stratified split holds that part of each class out, and keeps classes of one picture", async () => {
  const labels = Array.from({ length: 31 }, (_, i) => (i === 30 ? 7 : i % 3 === 0 ? 0 : 4));
  const all = inMemory(
    labels.map((_, i) => ({ width: 1, height: 1, pixels: Uint8Array.of(i, 0, 0) })),
    labels,
  );
  const { train, heldOut } = splitSource(all, { heldOut: 0.2, seed: 3, stratified: true });
  const count = ({ labels }: typeof all, label: number) =>
    [...(labels ?? [])].filter((each) => each === label).length;
  expect([0, 4, 7].map((label) => count(heldOut, label))).toEqual([2, 4, 0]);
  expect([0, 4, 7].map((label) => count(train, label))).toEqual([8, 16, 1]);
  expect(new Set([...(await reds(train)), ...(await reds(heldOut))]).size).toBe(labels.length);
  const again = (seed: number) => splitSource(all, { heldOut: 0.2, seed, stratified: true });
  expect(await reds(again(3).heldOut)).toEqual(await reds(heldOut));
  expect(await reds(again(4).heldOut)).not.toEqual(await reds(heldOut));
});

test("a stratified split needs labels, and a class of two pictures", () => {
  const pictures = [0, 1].map((i) => ({ width: 1, height: 1, pixels: Uint8Array.of(i, 0, 0) }));
  const options = { heldOut: 0.5, seed: 0, stratified: true };
  expect(() => splitSource(inMemory(pictures), options)).toThrowErrorMatchingInlineSnapshot(
    `[TypeError: splitSource: source must have labels to be stratified; got none.]`,
  );
  expect(() => splitSource(inMemory(pictures, [0, 1]), options)).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: splitSource: source must have at least 2 pictures of a class to be stratified; got 1 of each.]`,
  );
});
