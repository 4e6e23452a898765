import { expect, test } from "vitest";
import { editDistance } from "./edit-distance.ts";

/** By its definition: the least over all ways to treat the last letters. */
function reference(a: string, b: string): number {
  if (a === "" || b === "") return Math.max(a.length, b.length);
  const ways = [
    reference(a.slice(0, -1), b) + 1,
    reference(a, b.slice(0, -1)) + 1,
    reference(a.slice(0, -1), b.slice(0, -1)) + Number(a.at(-1) !== b.at(-1)),
  ];
  if (a.length > 1 && b.length > 1 && a.at(-1) === b.at(-2) && a.at(-2) === b.at(-1)) {
    ways.push(reference(a.slice(0, -2), b.slice(0, -2)) + 1);
  }
  return Math.min(...ways);
}

test.for([
  ["", "", 0],
  ["", "abc", 3],
  ["sgd", "sdg", 1],
  ["biol", "byol", 1],
  ["metod", "method", 1],
  ["bachsize", "batchsize", 1],
  ["kitten", "sitting", 3],
  ["ca", "abc", 3], // 2 where letters may be changed twice
] as const)("from %j to %j there are %d changes", ([a, b, changes]) => {
  expect(editDistance(a, b)).toBe(changes);
  expect(editDistance(b, a)).toBe(changes);
});

test("equals its definition on all words of up to four letters of three", () => {
  const words = [""];
  for (let length = 0; length < 4; length++) {
    words.push(
      ...words.filter((word) => word.length === length).flatMap((w) => [`${w}a`, `${w}b`, `${w}c`]),
    );
  }
  const some = words.filter((_, i) => i % 3 === 0);
  for (const a of some) for (const b of some) expect(editDistance(a, b)).toBe(reference(a, b));
});
