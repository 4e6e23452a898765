import { unpackBits } from "./parquet-hybrid.ts";
import { fromZigzag, readVarint } from "./parquet-varint.ts";

const CUT_SHORT = "a page that is cut short";

/**
 * Decodes whole numbers that are written as differences.
 *
 * @returns The numbers, and where they end.
 * @throws {Error} If there are fewer than `count`, or a difference has more than 32 bits.
 *
 * @see Parquet's Encodings.md, "Delta Encoding (DELTA_BINARY_PACKED)"
 */
export function readDeltas(
  bytes: Uint8Array,
  start: number,
  count: number,
): { values: number[]; end: number } {
  let at = start;
  const byte = (): number => {
    const value = bytes[at++];
    if (value === undefined) throw new Error(CUT_SHORT);
    return value;
  };
  const varint = (): number => readVarint(byte, 2 ** 63, CUT_SHORT);
  const zigzag = (): number => fromZigzag(varint());
  const [blockSize, parts, total] = [varint(), varint(), varint()];
  const first = zigzag();
  const size = blockSize / parts;
  if (total !== count || !Number.isInteger(size) || size % 8 !== 0 || size < 8 || size > 1 << 20) {
    throw new Error("a damaged page of differences");
  }
  const values: number[] = total > 0 ? [first] : [];
  const some = new Uint32Array(size);
  while (values.length < total) {
    const least = zigzag();
    const widths = bytes.subarray(at, at + parts);
    at += parts;
    for (let part = 0; part < parts && values.length < total; part++) {
      const width = widths[part] ?? 255;
      if (width > 32) throw new Error(`differences of ${width} bits`);
      if (at + (size * width) / 8 > bytes.length) throw new Error(CUT_SHORT);
      unpackBits(bytes, at, width, some);
      at += (size * width) / 8;
      for (let i = 0; i < size && values.length < total; i++) {
        values.push((values.at(-1) as number) + least + (some[i] as number));
      }
    }
  }
  return { values, end: at };
}
