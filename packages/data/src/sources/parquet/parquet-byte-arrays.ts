import { readDeltas } from "./parquet-delta.ts";

/** Where byte arrays are: array i is the `lengths[i]` bytes from `starts[i]` of `bytes`. */
export interface ByteArrays {
  readonly bytes: Uint8Array;
  readonly starts: Float64Array;
  readonly lengths: Uint32Array;
}

const LARGEST = 2 ** 30; // bytes: what byte arrays that share beginnings may have when written out

/**
 * Finds the `count` byte arrays that are written in `bytes` from `start`.
 *
 * @param encoding - Number of parquet.thrift's Encoding, no dictionary.
 * @throws {Error} If they are cut short, or the encoding is not PLAIN, DELTA_LENGTH_BYTE_ARRAY or DELTA_BYTE_ARRAY.
 *
 * @see Parquet's Encodings.md
 */
export function readByteArrays(
  bytes: Uint8Array,
  start: number,
  encoding: number,
  count: number,
): ByteArrays {
  if (encoding === 0) return plain(bytes, start, count);
  if (encoding === 6) return inRow(bytes, start, count);
  if (encoding === 7) return sharedStarts(bytes, start, count);
  throw new Error(`values in encoding ${encoding}, which pictures and text do not have`);
}

function plain(bytes: Uint8Array, start: number, count: number): ByteArrays {
  if (count * 4 > bytes.length - start) throw new Error("a page that is cut short");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const [starts, lengths] = [new Float64Array(count), new Uint32Array(count)];
  for (let i = 0, at = start; i < count; i++) {
    if (at + 4 > bytes.length) throw new Error("a page that is cut short");
    const length = view.getUint32(at, true);
    if (at + 4 + length > bytes.length) throw new Error("a page that is cut short");
    starts[i] = at + 4;
    lengths[i] = length;
    at += 4 + length;
  }
  return { bytes, starts, lengths };
}

function inRow(bytes: Uint8Array, start: number, count: number): ByteArrays {
  const { values, end } = readDeltas(bytes, start, count);
  const starts = new Float64Array(count);
  let at = end;
  for (const [i, length] of values.entries()) {
    if (!(length >= 0) || at + length > bytes.length) throw new Error("a page that is cut short");
    starts[i] = at;
    at += length;
  }
  return { bytes, starts, lengths: Uint32Array.from(values) };
}

/** Each array is the beginning of the one before, and more. */
function sharedStarts(bytes: Uint8Array, start: number, count: number): ByteArrays {
  const shared = readDeltas(bytes, start, count);
  const rest = inRow(bytes, shared.end, count);
  const lengths = rest.lengths.map((length, i) => length + (shared.values[i] as number));
  const size = lengths.reduce((sum, length) => sum + length, 0);
  if (size > LARGEST) throw new Error(`a page of ${size} bytes, written out`);
  const whole = new Uint8Array(size);
  const starts = new Float64Array(count);
  for (let i = 0, at = 0; i < count; i++) {
    const before = shared.values[i] as number;
    if (before < 0 || before > (i === 0 ? 0 : (lengths[i - 1] as number))) {
      throw new Error("a damaged page");
    }
    whole.copyWithin(at, starts[i - 1] ?? 0, (starts[i - 1] ?? 0) + before);
    const from = rest.starts[i] as number;
    whole.set(bytes.subarray(from, from + (rest.lengths[i] as number)), at + before);
    starts[i] = at;
    at += lengths[i] as number;
  }
  return { bytes: whole, starts, lengths };
}
