import { readFileSync } from "node:fs";
import { expect, expectTypeOf, test } from "vitest";
import { decodeSafetensors } from "./decode-safetensors.ts";
import { encodeSafetensors } from "./encode-safetensors.ts";
import type { StoredTensor, StoredTensors } from "./stored-tensor.ts";

const fixture = (name: string): Uint8Array =>
  readFileSync(new URL(`../../fixtures/${name}`, import.meta.url));

/** What fixtures/make.py saved, as float32. */
const VALUES = [0, -1.5, 3.25, Math.fround(1e-3), 65504, -2];

const tensors: StoredTensors = {
  flags: { dtype: "BOOL", shape: [2], values: Uint8Array.of(1, 0) },
  "a/kernel": { dtype: "F32", shape: [2, 3], values: Float32Array.from(VALUES) },
  bytes: { dtype: "U8", shape: [3], values: Uint8Array.of(0, 128, 255) },
  empty: { dtype: "F32", shape: [0, 3], values: new Float32Array(0) },
  long: { dtype: "I64", shape: [2], values: BigInt64Array.of(1n, -(2n ** 40n)) },
  counter: { dtype: "I32", shape: [], values: Int32Array.of(7) },
};

test("writes the bytes that Python's safetensors writes", () => {
  const bytes = encodeSafetensors(tensors, { note: "é" });
  expect(Buffer.from(bytes).equals(fixture("same.safetensors"))).toBe(true);
});

test("reads what Python's safetensors writes", () => {
  const { tensors: read, metadata } = decodeSafetensors(fixture("python.safetensors"));
  expect(metadata).toEqual({ step: "7", note: "é" });
  const { "a/half": half16, "a/brain": brain, half, ...same } = read;
  expect(same).toEqual(tensors);
  expect(half16?.dtype).toBe("F32");
  const rounded = 1049 * 2 ** -20; // 1e-3 to 11 bits
  expect([...(half16 as StoredTensor).values]).toEqual([0, -1.5, 3.25, rounded, 65504, -2]);
  const coarse = 131 * 2 ** -17; // 1e-3 to 8 bits
  expect([...(brain as StoredTensor).values]).toEqual([0, -1.5, 3.25, coarse, 65536, -2]);
  const [infinity, nan] = [Number.POSITIVE_INFINITY, Number.NaN];
  expect([...(half as StoredTensor).values]).toEqual([
    1,
    -0,
    2 ** -24,
    2 ** -14,
    infinity,
    -infinity,
    nan,
    1365 / 4096,
  ]);
});

test("gives back what was written, wherever the bytes lie", () => {
  const bytes = encodeSafetensors(tensors);
  const shifted = new Uint8Array(bytes.length + 3);
  shifted.set(bytes, 3);
  const read = decodeSafetensors(shifted.subarray(3));
  expect(read).toEqual({ tensors, metadata: {} });
  shifted.fill(0);
  expect(read.tensors).toEqual(tensors);
  expectTypeOf(read.tensors).toEqualTypeOf<StoredTensors>();
});

test("depends on the contents alone, and keeps any name", () => {
  const reversed = Object.fromEntries(Object.entries(tensors).reverse());
  expect(encodeSafetensors(reversed)).toEqual(encodeSafetensors(tensors));
  const one: StoredTensor = { dtype: "I32", shape: [], values: Int32Array.of(1) };
  const odd = Object.fromEntries(["__proto__", "1", 'a"\\', "é\n", ""].map((name) => [name, one]));
  expect(decodeSafetensors(encodeSafetensors(odd)).tensors).toEqual(odd);
  expect(Object.keys(decodeSafetensors(encodeSafetensors(odd)).tensors).length).toBe(5);
  expect(decodeSafetensors(encodeSafetensors({}))).toEqual({ tensors: {}, metadata: {} });
});

/** A file with this header and so many bytes of data. */
function file(header: string | object, dataLength: number): Uint8Array {
  const text = typeof header === "string" ? header : JSON.stringify(header);
  const bytes = Buffer.alloc(8 + Buffer.byteLength(text) + dataLength);
  bytes.writeBigUInt64LE(BigInt(Buffer.byteLength(text)));
  bytes.write(text, 8);
  return bytes;
}

const entry = (begin: number, end: number, more: object = {}) => ({
  dtype: "F32",
  shape: [(end - begin) / 4],
  data_offsets: [begin, end],
  ...more,
});
const whole = encodeSafetensors(tensors);
const a = JSON.stringify(entry(0, 4));

test.for<[string, Uint8Array, string]>([
  ["no bytes", new Uint8Array(0), "bytes must be 8 or more; got 0"],
  [
    "a header cut short",
    whole.subarray(0, 40),
    `the file must be whole: its header ends at byte ${whole.length - 49}; got 40 bytes`,
  ],
  [
    "data cut short",
    whole.subarray(0, -1),
    "the file must be whole: its tensors have 49 bytes; got 48 bytes of data",
  ],
  [
    "bytes left over",
    file({ a: entry(0, 4) }, 5),
    "the file must be whole: its tensors have 4 bytes; got 5 bytes of data",
  ],
  [
    "a header of 2^63 bytes",
    Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 128, 123, 125),
    "the header must be at most 100000000 bytes; got a length of 9223372036854775808",
  ],
  ["no header", file("", 1), "the header must begin with {; it does not"],
  ["another header", file("[1]", 0), "the header must begin with {; it does not"],
  ["bytes that are not UTF-8", Uint8Array.of(2, 0, 0, 0, 0, 0, 0, 0, 123, 255), "UTF-8; it is not"],
  ["a header that is not JSON", file("{oops}", 0), "the header must be JSON; got: "],
  ["a name twice", file(`{"a":${a},"a":${a}}`, 4), "names must be unique; got a twice"],
  ["a name twice, in other words", file(`{"a":${a},"\\u0061":${a}}`, 4), "got a twice"],
  ["a field twice", file('{"a":{"dtype":"F32","dtype":"F32"}}', 0), "got dtype twice"],
  ["an entry that is no object", file({ a: [1] }, 0), "a must be an object; got [1]"],
  [
    "metadata that is no text",
    file({ __metadata__: { step: 1 } }, 0),
    "__metadata__ must hold strings; got 1 for step",
  ],
  [
    "overlapping tensors",
    file({ a: entry(0, 8), b: entry(4, 12) }, 12),
    "b must begin where the tensor before it ends, at 8; got 4",
  ],
  [
    "two tensors on the same bytes",
    file({ a: entry(0, 4), b: entry(0, 4) }, 4),
    "b must begin where the tensor before it ends, at 4; got 0",
  ],
  [
    "a hole",
    file({ a: entry(0, 4), b: entry(8, 12) }, 12),
    "b must begin where the tensor before it ends, at 4; got 8",
  ],
  [
    "a size that does not fit",
    file({ a: entry(0, 8, { shape: [3] }) }, 8),
    "a of F32 and shape [3] must have 12 bytes; got 8",
  ],
  [
    "sizes whose product overflows",
    file({ a: entry(0, 0, { shape: [2 ** 40, 2 ** 40] }) }, 0),
    "must have 4.835703278458517e+24 bytes; got 0",
  ],
  [
    "offsets that run backwards",
    file({ a: entry(4, 0, { shape: [1] }) }, 4),
    "a of F32 and shape [1] must have 4 bytes; got -4",
  ],
  [
    "a negative size",
    file({ a: entry(0, 4, { shape: [-1, -1] }) }, 4),
    "the shape of a must be integers ≥ 0; got [-1,-1]",
  ],
  [
    "fractional offsets",
    file({ a: entry(0.5, 4.5) }, 5),
    "data_offsets of a must be two integers ≥ 0; got [0.5,4.5]",
  ],
  [
    "another type",
    file({ a: entry(0, 8, { dtype: "F64" }) }, 8),
    'the type of a must be one of F32, F16, BF16, I32, I64, U8, BOOL; got "F64"',
  ],
  ["the name of a method as type", file({ a: { dtype: "toString" } }, 0), 'got "toString"'],
])("refuses %s", ([, bytes, message]) => {
  expect(() => decodeSafetensors(bytes)).toThrow(message);
  expect(() => decodeSafetensors(bytes)).toThrow(/^decodeSafetensors: .*\.$/s);
});

test("refuses every file that is cut short", () => {
  for (let length = 0; length < whole.length; length++) {
    expect(() => decodeSafetensors(whole.subarray(0, length))).toThrow(RangeError);
  }
});

test("refuses to write what could not be read", () => {
  const values = new Float32Array(2);
  const write = (tensor: object, name = "a") =>
    encodeSafetensors({ [name]: tensor as StoredTensor });
  expect(() => write({ dtype: "F32", shape: [3], values })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: encodeSafetensors: a of shape [3] must have 3 values; got 2.]`,
  );
  expect(() => write({ dtype: "I32", shape: [2], values })).toThrowErrorMatchingInlineSnapshot(
    `[TypeError: encodeSafetensors: a must be I64 in BigInt64Array, F32 in Float32Array, I32 in Int32Array, U8 in Uint8Array, BOOL in Uint8Array; got I32 in Float32Array.]`,
  );
  expect(() => write({ dtype: "F32", shape: [-1, -2], values })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: encodeSafetensors: sizes of a must be integers ≥ 0; got [-1, -2].]`,
  );
  expect(() =>
    write({ dtype: "F32", shape: [2], values }, "__metadata__"),
  ).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: encodeSafetensors: names must not be __metadata__, which the format keeps for itself; got it.]`,
  );
  expect(() =>
    write({ dtype: "BOOL", shape: [1], values: Uint8Array.of(2) }),
  ).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: encodeSafetensors: values of a must be 0 or 1, as its type is BOOL.]`,
  );
  expect(() =>
    encodeSafetensors({}, { step: 1 as unknown as string }),
  ).toThrowErrorMatchingInlineSnapshot(
    `[TypeError: encodeSafetensors: metadata must be strings; got number for step.]`,
  );
});
