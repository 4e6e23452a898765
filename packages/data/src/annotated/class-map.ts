import { readFile } from "node:fs/promises";
import { decode } from "fast-png";

/** The class of each pixel of a picture. */
export interface ClassMap {
  readonly width: number;
  readonly height: number;
  /** One byte a pixel, row by row. In VOC: 0 background, c + 1 for category c, 255 not to be counted. */
  readonly classes: Uint8Array;
}

/**
 * Reads a PNG whose pixels are numbers of classes: indices of a palette, whatever its colours are, or
 * shades of grey.
 *
 * @throws {RangeError} If the file is not a PNG of a palette or of 8-bit grey, or is damaged.
 */
export async function readClassMap(caller: string, path: string): Promise<ClassMap> {
  const fail = (came: string, cause?: unknown): never => {
    throw new RangeError(
      `${caller}: "${path}" must be a whole PNG with a palette or 8-bit grey, a pixel's value its class; got ${came}.`,
      { cause },
    );
  };
  const file = await readFile(path).catch((error: Error) => fail(error.message, error));
  try {
    const { width, height, depth, channels, palette, data } = decode(file, { checkCrc: true });
    if (palette === undefined && (channels !== 1 || depth !== 8)) {
      return fail(`${channels} channels of ${depth} bits`);
    }
    const bytes = data as Uint8Array; // 16 bits are turned away above; a palette has at most 8
    return { width, height, classes: unpackBits(bytes, depth, width, height) };
  } catch (error) {
    if (error instanceof RangeError && error.message.startsWith(caller)) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    return fail(reason.replace(/[:.]$/, ""), error);
  }
}

/** Indices of 1, 2 or 4 bits lie several to a byte, the first in the highest bits; rows begin on bytes. */
function unpackBits(packed: Uint8Array, depth: number, width: number, height: number): Uint8Array {
  if (depth === 8) return Uint8Array.from(packed);
  const stride = Math.ceil((width * depth) / 8);
  const mask = (1 << depth) - 1;
  const indices = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const bit = x * depth;
      const byte = packed[y * stride + (bit >> 3)] as number;
      indices[y * width + x] = (byte >> (8 - depth - (bit & 7))) & mask;
    }
  }
  return indices;
}
