import { expect, test } from "vitest";
import { readThrift } from "./parquet-thrift.ts";

const read = (...bytes: number[]): unknown => {
  try {
    return readThrift(Uint8Array.from(bytes), 0);
  } catch (error) {
    return String(error);
  }
};

test("reads numbers, flags, bytes, lists and structures by field", () => {
  const bytes = [
    0x15,
    0x03, // 1: -2 (zigzag)
    0x26,
    0x80,
    0x01, // 3: 64
    0x11, // 4: true
    0x12, // 5: false
    0x18,
    0x02,
    0x61,
    0x62, // 6: "ab"
    0x19,
    0x25,
    0x02,
    0x04, // 7: [1, 2]
    0x1c,
    0x13,
    0xff,
    0x00, // 8: { 1: -1 }
    0x05,
    0x28,
    0x02, // 20, by its number: 1
    0x00,
  ];
  expect(read(...bytes, 0x77)).toEqual({
    fields: new Map<number, unknown>([
      [1, -2],
      [3, 64],
      [4, true],
      [5, false],
      [6, Uint8Array.of(0x61, 0x62)],
      [7, [1, 2]],
      [8, new Map([[1, -1]])],
      [20, 1],
    ]),
    end: bytes.length,
  });
});

test("believes no length", () => {
  expect(read(0x19, 0xf5, 0xff, 0xff, 0xff, 0x7f)).toBe("Error: a length beyond the end");
  expect(read(0x18, 0xff, 0xff, 0xff, 0x7f)).toBe("Error: a length beyond the end");
  expect(read(0x15, ...Array(20).fill(0xff))).toBe("Error: a damaged number");
  expect(read(...Array(99).fill(0x1c))).toBe("Error: structures that nest too deep");
  expect(read(0x15)).toBe("Error: a structure that is cut short");
  expect(read(0x1f, 0x00)).toBe("Error: a field of unknown type 15");
});
