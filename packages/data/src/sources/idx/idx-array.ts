import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { requireFile } from "../require-path.ts";

/** The content of an IDX file of unsigned bytes. */
export interface IdxArray {
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

const UNSIGNED_BYTE = 0x08;

/**
 * Reads an IDX file, gzip'd or not: the format of MNIST and its successors.
 *
 * @throws {RangeError} If the file does not exist, is not IDX of unsigned bytes, or is damaged.
 *
 * @see LeCun, Cortes and Burges, The MNIST database, "file formats"
 */
export async function idxArray(path: string): Promise<IdxArray> {
  await requireFile("idxFiles", path);
  const file = await unzipped(path, await readFile(path));
  const fail = (problem: string): never => {
    throw new RangeError(`idxFiles: "${path}" must be a whole IDX file of bytes; got ${problem}.`);
  };
  if (file.length < 4 || file[0] !== 0 || file[1] !== 0) return fail("another kind of file");
  if (file[2] !== UNSIGNED_BYTE) return fail(`elements of type 0x${file[2]?.toString(16)}`);
  const rank = file[3] as number;
  const start = 4 + 4 * rank;
  if (file.length < start) return fail("a header that is cut short");
  const shape = Array.from({ length: rank }, (_, axis) => file.readUInt32BE(4 + 4 * axis));
  const size = shape.reduce((product, length) => product * length, 1);
  if (file.length !== start + size) {
    return fail(
      `${file.length - start} bytes for the shape [${shape.join(", ")}], which has ${size}`,
    );
  }
  return { shape, bytes: file.subarray(start) };
}

async function unzipped(path: string, file: Buffer): Promise<Buffer> {
  if (file[0] !== 0x1f || file[1] !== 0x8b) return file;
  try {
    return await promisify(gunzip)(file);
  } catch (error) {
    throw new RangeError(
      `idxFiles: "${path}" must be a whole gzip file; got damaged data. Copy or download it again.`,
      { cause: error },
    );
  }
}
