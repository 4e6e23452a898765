import type { NpyBytes } from "./npy-bytes.ts";

/** What the header of a .npy file says. */
export interface NpyHeader {
  /** Numpy's code: "|u1" unsigned bytes, "<i8" 64-bit integers with the least byte first, …. */
  readonly type: string;
  /** Whether the first axis, not the last, is the one whose elements lie side by side. */
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
}

const MAGIC = "\x93NUMPY";
const LONGEST = 1 << 16; // bytes; those of plain arrays have some hundred

/**
 * Reads the header of a .npy file of format 1, 2 or 3 from where it begins.
 *
 * @param fail - Throws; gets what came instead.
 *
 * @see NEP 1, A simple file format for NumPy arrays, and numpy.lib.format
 */
export async function readNpyHeader(
  bytes: NpyBytes,
  fail: (got: string) => never,
): Promise<NpyHeader> {
  if (bytes.left < 10) return fail(bytes.left === 0 ? "an empty file" : "another kind of file");
  const start = await bytes.take(10);
  const version = start[6] as number;
  if (start.toString("latin1", 0, 6) !== MAGIC) return fail("another kind of file");
  if (version < 1 || version > 3) return fail(`version ${version}.${start[7]} of the format`);
  if (version > 1 && bytes.left < 2) return fail("a header that is cut short");
  const length =
    version === 1
      ? start.readUInt16LE(8)
      : Buffer.concat([start.subarray(8), await bytes.take(2)]).readUInt32LE(0);
  if (length > bytes.left) return fail("a header that is cut short");
  if (length > LONGEST) return fail(`a header of ${length} bytes`);
  return parse((await bytes.take(length)).toString(version === 3 ? "utf8" : "latin1"), fail);
}

/** Reads the Python literal `{'descr': '|u1', 'fortran_order': False, 'shape': (10, 28, 28), }`. */
function parse(text: string, fail: (got: string) => never): NpyHeader {
  if (/["']descr["']\s*:\s*\[/.test(text)) return fail("an array of records with named fields");
  const type = /["']descr["']\s*:\s*["']([^"']*)["']/.exec(text)?.[1];
  const order = /["']fortran_order["']\s*:\s*(True|False)/.exec(text)?.[1];
  const shape = /["']shape["']\s*:\s*\(([\d\sL,]*)\)/.exec(text)?.[1];
  if (type === undefined || order === undefined || shape === undefined) {
    return fail(`the header ${JSON.stringify(text.trim().slice(0, 80))}`);
  }
  return {
    type,
    fortranOrder: order === "True",
    shape: (shape.match(/\d+/g) ?? []).map(Number),
  };
}
