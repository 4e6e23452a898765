import { expect, test } from "vitest";
import { readDeltas } from "./parquet-delta.ts";

const head = [8, 1, 5]; // blocks of 8 in 1 part, 5 numbers

test("reads the examples of Parquet's Encodings.md", () => {
  // 1 to 5: all differences are 1, so that none needs a bit
  expect(readDeltas(Uint8Array.of(...head, 2, 2, 0), 0, 5)).toEqual({
    values: [1, 2, 3, 4, 5],
    end: 6,
  });
  // 7, 5, 3, 1, 2, 3, 4, 5: differences of -2 and more, in 2 bits
  const bytes = Uint8Array.of(99, 8, 1, 8, 14, 3, 2, 0b11000000, 0b00111111, 77);
  expect(readDeltas(bytes, 1, 8)).toEqual({ values: [7, 5, 3, 1, 2, 3, 4, 5], end: 9 });
});

test("believes no header", () => {
  const message = (...bytes: number[]): string => {
    try {
      return String(readDeltas(Uint8Array.from(bytes), 0, 5).values);
    } catch (error) {
      return String(error);
    }
  };
  expect(message(...head, 2, 2)).toBe("Error: differences of 255 bits");
  expect(message(...head, 2, 2, 33)).toBe("Error: differences of 33 bits");
  expect(message(...head, 2, 2, 9, 1)).toBe("Error: a page that is cut short");
  expect(message(8, 1, 6, 2, 2, 0)).toBe("Error: a damaged page of differences");
  expect(message(8, 0, 5, 2, 2, 0)).toBe("Error: a damaged page of differences");
  expect(message(0xff, 0xff, 0xff, 0xff, 0x0f, 1, 5)).toBe("Error: a page that is cut short");
});
