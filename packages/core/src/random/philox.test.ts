import { expect, test } from "vitest";
import { philox4x32, randomStream } from "./philox.ts";

// Known-answer vectors of Random123 (kat_vectors, philox4x32 10).
test.for([
  [
    [0, 0, 0, 0],
    [0, 0],
    [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
  ],
  [
    [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
    [0xffffffff, 0xffffffff],
    [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
  ],
  [
    [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
    [0xa4093822, 0x299f31d0],
    [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
  ],
] as const)(
  "philox4x32 of counter %j and key %j is the published answer",
  ([counter, key, answer]) => {
    expect(philox4x32(counter, key)).toEqual([...answer]);
  },
);

test("a stream depends on each part of its key", () => {
  const key = { seed: 1, purpose: "p", epoch: 2, sample: 3, view: 4 };
  const first = randomStream(key).uint32();
  expect(randomStream({ ...key }).uint32()).toBe(first);
  for (const other of [{ seed: 2 }, { purpose: "q" }, { epoch: 3 }, { sample: 4 }, { view: 5 }]) {
    expect(randomStream({ ...key, ...other }).uint32()).not.toBe(first);
  }
});
