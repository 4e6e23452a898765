import { type FileHandle, open } from "node:fs/promises";
import {
  type CopyIdentity,
  type CopyTable,
  FOOTER_BYTES,
  HEADER_BYTES,
  readHeader,
  readTable,
  tableOffset,
} from "./resized-format.ts";

/** A complete file of a resized copy. */
export interface ResizedFile {
  readonly identity: CopyIdentity;
  readonly table: CopyTable;
  /** Why some pictures could not be read, by their number. */
  readonly reasons: ReadonlyMap<number, string>;
  /** All records from the file's 4096th byte on, if they were asked for. */
  readonly memory?: SharedArrayBuffer;
}

const READ_AT_ONCE = 2 ** 26; // bytes

/**
 * Opens a complete copy; undefined if there is no file.
 *
 * @param cacheBytes - If the records take no more than this, they are read into memory.
 * @throws {RangeError} If the file is something else, or damaged.
 */
export async function openResizedFile(
  path: string,
  cacheBytes: number,
): Promise<ResizedFile | undefined> {
  const file = await open(path, "r").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw new Error(
      `resizedCopy: file must be a place that can be read and written; got ${error.message}.`,
      { cause: error },
    );
  });
  if (file === undefined) return undefined;
  try {
    return await read(path, file, cacheBytes);
  } finally {
    await file.close();
  }
}

async function read(path: string, file: FileHandle, cacheBytes: number): Promise<ResizedFile> {
  const fail = (got: string): never => {
    throw new RangeError(
      `resizedCopy: "${path}" must be a file that resizedCopy has made; got ${got}. Remove it, or choose another file.`,
    );
  };
  const { size } = await file.stat();
  const identity = readHeader(await part(file, 0, HEADER_BYTES));
  if (identity === undefined) return fail("another kind of file");
  const footer = await part(file, size - FOOTER_BYTES, FOOTER_BYTES);
  const from = tableOffset(footer);
  if (from === undefined || from > size - FOOTER_BYTES) return fail("one that is damaged");
  const bytes = await part(file, from, size - FOOTER_BYTES - from);
  const table = readTable(bytes, footer, identity.pictures);
  if (table === undefined) return fail("one that is damaged");
  const reasons = new Map<number, string>();
  for (const [index, width] of table.widths.entries()) {
    if (width > 0) continue;
    const [offset, length] = [table.offsets[index] as number, table.heights[index] as number];
    reasons.set(index, (await part(file, offset, length)).toString());
  }
  const fits = from - HEADER_BYTES <= cacheBytes;
  return { identity, table, reasons, memory: fits ? await inMemory(file, from) : undefined };
}

async function inMemory(file: FileHandle, end: number): Promise<SharedArrayBuffer> {
  const memory = new SharedArrayBuffer(end - HEADER_BYTES);
  const bytes = new Uint8Array(memory);
  for (let at = HEADER_BYTES; at < end; at += READ_AT_ONCE) {
    bytes.set(await part(file, at, Math.min(READ_AT_ONCE, end - at)), at - HEADER_BYTES);
  }
  return memory;
}

/** Bytes of the file, fewer where it ends. */
async function part(file: FileHandle, offset: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(bytes, filled, length - filled, offset + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}
