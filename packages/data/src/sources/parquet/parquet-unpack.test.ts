import { brotliCompressSync, gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { unpackParquet } from "./parquet-unpack.ts";

const bytes = new Uint8Array(300).fill(7);
const message = (codec: string, packed: Uint8Array, size: number): string => {
  try {
    return `${unpackParquet(codec, packed, size).length} bytes`;
  } catch (error) {
    return String(error);
  }
};

test("unpacks to the size that the page says, and to no other", () => {
  for (const [codec, packed] of [
    ["UNCOMPRESSED", bytes],
    ["GZIP", gzipSync(bytes)],
    ["BROTLI", brotliCompressSync(bytes)],
  ] as const) {
    expect(unpackParquet(codec, packed, 300)).toEqual(expect.objectContaining({ length: 300 }));
    expect(message(codec, packed, 299)).toBe(`Error: a damaged page (${codec})`);
    expect(message(codec, packed, 301)).toBe(`Error: a damaged page (${codec})`);
  }
  expect(message("SNAPPY", Uint8Array.of(0x85, 0x01, 0xf0), 300)).toBe(
    "Error: a damaged page (SNAPPY)",
  );
});

test("refuses codecs that are not read, and sizes that no codec reaches", () => {
  expect(message("LZO", bytes, 300)).toMatchInlineSnapshot(
    `"Error: pages packed by LZO. Write the file again, with snappy or zstd"`,
  );
  expect(message("undefined", bytes, 300)).toMatchInlineSnapshot(
    `"Error: pages packed by undefined. Write the file again, with snappy or zstd"`,
  );
  for (const codec of ["SNAPPY", "GZIP", "BROTLI", "ZSTD", "LZ4", "LZ4_RAW"]) {
    expect(message(codec, bytes, 2 ** 31 - 1)).toBe(
      "Error: a page of 300 bytes that claims 2147483647 unpacked",
    );
  }
  expect(message("GZIP", bytes, -1)).toMatchInlineSnapshot(
    `"Error: a page of 300 bytes that claims -1 unpacked"`,
  );
});
