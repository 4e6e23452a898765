import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { compressors, decompressZstd } from "hyparquet-compressors";

type Unpack = (packed: Uint8Array, size: number) => Uint8Array;

const MOST_EXPANDED = 1100; // times; deflate's most is 1032, and encoded pictures hardly expand at all

const CODECS: Readonly<Record<string, Unpack | undefined>> = {
  UNCOMPRESSED: (packed) => packed,
  SNAPPY: (packed, size) => {
    if (snappySize(packed) !== size) throw new Error("another size");
    return compressors.SNAPPY?.(packed, size) ?? packed;
  },
  GZIP: (packed, size) => gunzipSync(packed, { maxOutputLength: Math.max(1, size) }),
  BROTLI: (packed, size) => brotliDecompressSync(packed, { maxOutputLength: Math.max(1, size) }),
  ZSTD: (packed, size) => decompressZstd(packed, new Uint8Array(size)),
  LZ4: compressors.LZ4,
  LZ4_RAW: compressors.LZ4_RAW,
};

/**
 * Unpacks the bytes of a page.
 *
 * @param size - Bytes that must come out.
 * @throws {Error} If they are damaged, or the codec is not one of Parquet's that are read: all but LZO.
 */
export function unpackParquet(codec: string, packed: Uint8Array, size: number): Uint8Array {
  const unpack = CODECS[codec];
  if (unpack === undefined) {
    throw new Error(`pages packed by ${codec}. Write the file again, with snappy or zstd`);
  }
  if (size < 0 || (codec !== "UNCOMPRESSED" && size > packed.length * MOST_EXPANDED)) {
    throw new Error(`a page of ${packed.length} bytes that claims ${size} unpacked`);
  }
  if (size === 0) return new Uint8Array(0); // some writers pack nothing into nothing
  let bytes: Uint8Array;
  try {
    bytes = unpack(packed, size);
  } catch (error) {
    throw new Error(`a damaged page (${codec})`, { cause: error });
  }
  if (bytes.length !== size) throw new Error(`a damaged page (${codec})`);
  return bytes;
}

/** The size that begins snappy's bytes. */
function snappySize(packed: Uint8Array): number {
  let size = 0;
  for (let i = 0; i < 5; i++) {
    const byte = packed[i] ?? 0;
    size += (byte & 0x7f) * 128 ** i;
    if (byte < 0x80) break;
  }
  return size;
}
