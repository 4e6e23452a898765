import { readVarint } from "./parquet-varint.ts";

/**
 * Decodes Parquet's hybrid of runs and packed bits: definition levels, and places in a dictionary.
 *
 * @param width - Bits of a value, in [0, 32].
 * @param count - Values that are wanted.
 * @throws {Error} If there are fewer.
 *
 * @see Parquet's Encodings.md, "Run Length Encoding / Bit-Packing Hybrid"
 */
export function readHybrid(bytes: Uint8Array, width: number, count: number): Uint32Array {
  const values = new Uint32Array(count);
  if (width > 32) throw new Error(`numbers of ${width} bits`);
  let at = 0;
  const byte = (): number => {
    const value = bytes[at++];
    if (value === undefined) throw new Error("a page that is cut short");
    return value;
  };
  for (let done = 0; done < count; ) {
    const header = readVarint(byte, 2 ** 35, "a damaged page");
    if (header % 2 === 0) {
      let value = 0;
      for (let i = 0; i < Math.ceil(width / 8); i++) value += byte() * 256 ** i;
      const run = Math.min(header / 2, count - done);
      if (run === 0) throw new Error("a damaged page");
      values.fill(value, done, done + run);
      done += run;
    } else {
      const run = Math.min(((header - 1) / 2) * 8, count - done);
      const length = Math.ceil((run * width) / 8);
      if (run === 0) throw new Error("a damaged page");
      if (at + length > bytes.length) throw new Error("a page that is cut short");
      unpackBits(bytes, at, width, values.subarray(done, done + run));
      at += ((header - 1) / 2) * width; // groups of 8 values are `width` bytes
      done += run;
    }
  }
  return values;
}

/** Unpacks numbers of `width` bits, the least bit first, which begin at a byte. */
export function unpackBits(
  bytes: Uint8Array,
  start: number,
  width: number,
  into: Uint32Array,
): void {
  for (let i = 0; i < into.length; i++) {
    let value = 0;
    for (let bit = 0; bit < width; ) {
      const at = i * width + bit;
      const some = Math.min(8 - (at % 8), width - bit);
      const part = ((bytes[start + Math.floor(at / 8)] ?? 0) >> (at % 8)) & ((1 << some) - 1);
      value += part * 2 ** bit;
      bit += some;
    }
    into[i] = value;
  }
}
