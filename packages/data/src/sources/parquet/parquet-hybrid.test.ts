import fc from "fast-check";
import { expect, test } from "vitest";
import { readHybrid } from "./parquet-hybrid.ts";

test("reads the examples of Parquet's Encodings.md", () => {
  // the numbers 0 to 7 in 3 bits, packed: 10001000 11000110 11111010
  expect([...readHybrid(Uint8Array.of(0b11, 0b10001000, 0b11000110, 0b11111010), 3, 8)]).toEqual([
    0, 1, 2, 3, 4, 5, 6, 7,
  ]);
  expect([...readHybrid(Uint8Array.of(200, 1, 5), 3, 100)]).toEqual(Array(100).fill(5));
});

/** Runs as varint headers, and their values: the definition, bit by bit. */
function encode(runs: readonly (readonly number[])[], width: number): number[] {
  return runs.flatMap((run) => {
    const same = run.every((value) => value === run[0]);
    if (same) {
      const bytes = Array.from(
        { length: Math.ceil(width / 8) },
        (_, i) => Math.floor((run[0] ?? 0) / 256 ** i) % 256,
      );
      return [...varint(run.length * 2), ...bytes];
    }
    const groups = Math.ceil(run.length / 8);
    const bits = Array.from(
      { length: groups * 8 * width },
      (_, at) => Math.floor((run[Math.floor(at / width)] ?? 0) / 2 ** (at % width)) % 2,
    );
    const bytes = Array.from({ length: groups * width }, (_, i) =>
      bits.slice(8 * i, 8 * i + 8).reduce((sum, bit, place) => sum + bit * 2 ** place, 0),
    );
    return [...varint(groups * 2 + 1), ...bytes];
  });
}

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
}

test("gives back any numbers of any width", () => {
  const cases = fc.integer({ min: 1, max: 32 }).chain((width) => {
    const value = fc.integer({ min: 0, max: 2 ** width - 1 });
    const packed = fc.array(value, { minLength: 8, maxLength: 8 });
    const repeated = fc
      .tuple(value, fc.integer({ min: 1, max: 300 }))
      .map(([one, times]) => Array<number>(times).fill(one));
    return fc.tuple(fc.constant(width), fc.array(fc.oneof(packed, repeated), { minLength: 1 }));
  });
  fc.assert(
    fc.property(cases, ([width, runs]) => {
      const values = runs.flat();
      const bytes = Uint8Array.from(encode(runs, width));
      expect([...readHybrid(bytes, width, values.length)]).toEqual(values);
      expect(() => readHybrid(bytes, width, values.length + 1)).toThrow("cut short");
    }),
    { seed: 1 },
  );
});

test("believes no run's length", () => {
  const long = [0xfe, 0xff, 0xff, 0xff, 0x0f];
  expect([...readHybrid(Uint8Array.of(...long, 1), 1, 3)]).toEqual([1, 1, 1]);
  expect(() => readHybrid(Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0x0f, 1), 1, 30)).toThrow(
    "a page that is cut short",
  );
  expect(() => readHybrid(Uint8Array.of(0, 0, 0), 1, 3)).toThrow("a damaged page");
  expect(() => readHybrid(Uint8Array.of(2, 0), 33, 3)).toThrow("numbers of 33 bits");
});
