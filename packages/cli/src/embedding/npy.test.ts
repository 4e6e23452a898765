import { expect, test } from "vitest";
import { csvField } from "./csv.ts";
import { encodeNpy } from "./npy.ts";

test("encodeNpy writes what numpy.load reads", () => {
  const file = encodeNpy(new Float32Array([1, -2.5, 0, 4, 5, 6]), [2, 3]);
  const text = new TextDecoder("latin1").decode(file);
  expect(text.slice(0, 8)).toBe("\x93NUMPY\x01\x00");
  const length = new DataView(file.buffer).getUint16(8, true);
  expect((10 + length) % 64).toBe(0);
  expect(text.slice(10, 10 + length).trim()).toBe(
    "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }",
  );
  expect(text[10 + length - 1]).toBe("\n");
  expect([...new Float32Array(file.slice(10 + length).buffer)]).toEqual([1, -2.5, 0, 4, 5, 6]);
});

test.for([
  ["plain", "plain"],
  ["a,b", '"a,b"'],
  ['say "x"', '"say ""x"""'],
  ["two\nlines", '"two\nlines"'],
] as const)("csvField(%j) is %j", ([text, field]) => {
  expect(csvField(text)).toBe(field);
});
