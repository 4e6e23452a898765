import { constants, type Stats } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";
import { isPassing } from "./picture-file-errors.ts";
import type { FileLocation } from "./picture-location.ts";
import { turns } from "./picture-turns.ts";

const BYTES_A_PIXEL = 8; // of the least compressed picture: red, green, blue, alpha of 16 bits
const LARGE = 2 ** 26; // bytes: larger files are in memory one at a time
const PAUSES_MS = [50, 500]; // before a read is tried again
const READ_ONLY = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0); // no waiting for a pipe's other end

const alone = turns();

/** A file that is not what it was when its source was opened. */
export class ChangedFileError extends Error {}

/**
 * Reads an encoded picture and hands its bytes to `use`.
 *
 * What a network disk refuses for the moment is tried three times. Files that hold more than a
 * picture of `pixelLimit` pixels could are refused unread, and no two large ones are in memory at a
 * time.
 *
 * @throws {ChangedFileError} If the file has another size or time of change than it must.
 * @throws {Error} If it cannot be read, is no file, or is cut short; what `use` throws.
 */
export async function withFileBytes<T>(
  location: FileLocation,
  pixelLimit: number,
  use: (bytes: Uint8Array) => Promise<T>,
): Promise<T> {
  const { size, read } = await opened(location);
  const limit = BYTES_A_PIXEL * pixelLimit + 2 ** 20;
  if (size > limit) {
    throw new Error(
      `it has ${size} bytes, more than a picture of pixelLimit, ${pixelLimit}, takes`,
    );
  }
  if (read !== undefined) return use(read);
  return alone(async () => use(await patiently(() => withFile(location, readAll))));
}

/** The size of the encoded picture, and its bytes where they are few. */
function opened(location: FileLocation): Promise<{ size: number; read?: Uint8Array }> {
  return patiently(() =>
    withFile(location, async (file, size, offset) => ({
      size,
      read: size > LARGE ? undefined : await readAll(file, size, offset),
    })),
  );
}

async function withFile<T>(
  { path, pathBytes, offset = 0, length, state }: FileLocation,
  use: (file: FileHandle, size: number, offset: number) => Promise<T>,
): Promise<T> {
  const file = await open(pathBytes === undefined ? path : Buffer.from(pathBytes), READ_ONLY);
  try {
    const found = await file.stat();
    requireUnchanged(found, state);
    return await use(file, length ?? Math.max(0, found.size - offset), offset);
  } finally {
    await file.close();
  }
}

function requireUnchanged(found: Stats, state: FileLocation["state"]): void {
  if (found.isDirectory()) throw new Error("it is a folder");
  if (!found.isFile()) throw new Error("it is no file");
  if (state === undefined) return;
  if (found.size !== state.size || found.mtimeMs !== state.modified) {
    throw new ChangedFileError(
      `the file was changed since it was opened (then ${state.size} bytes of ${date(state.modified)}, now ${found.size} of ${date(found.mtimeMs)})`,
    );
  }
}

function date(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

async function readAll(file: FileHandle, size: number, offset: number): Promise<Uint8Array> {
  const bytes = Buffer.allocUnsafe(size);
  let filled = 0;
  while (filled < size) {
    const { bytesRead } = await file.read(bytes, filled, size - filled, offset + filled);
    if (bytesRead === 0) {
      throw new Error(`the file is cut short: expected ${size} bytes, got ${filled}`);
    }
    filled += bytesRead;
  }
  return bytes;
}

async function patiently<T>(read: () => Promise<T>): Promise<T> {
  for (const pause of PAUSES_MS) {
    try {
      return await read();
    } catch (error) {
      if (!isPassing(error)) throw error;
    }
    await setTimeout(pause);
  }
  return read();
}
