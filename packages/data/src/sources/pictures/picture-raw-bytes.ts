import { type FileHandle, open } from "node:fs/promises";
import { ChangedFileError } from "./picture-file-bytes.ts";

const MOST_OPEN = 8;
const IDLE_MS = 5000;

const files = new Map<string, Promise<FileHandle>>(); // of this thread; the one used longest ago is first
let idle: NodeJS.Timeout | undefined;

/**
 * Bytes of a file that many pictures lie in. It stays open between reads, and is closed after five
 * idle seconds. Node has no memory maps; these reads come from the same page cache that one would.
 *
 * @throws {ChangedFileError} If the file ends before.
 * @throws {Error} If it cannot be read.
 */
export async function rawBytes(path: string, offset: number, size: number): Promise<Uint8Array> {
  const file = await opened(path);
  const bytes = new Uint8Array(size);
  for (let filled = 0; filled < size; ) {
    const { bytesRead } = await file.read(bytes, filled, size - filled, offset + filled);
    if (bytesRead === 0) {
      throw new ChangedFileError(`the end is missing: it has no byte ${offset + filled}`);
    }
    filled += bytesRead;
  }
  return bytes;
}

function opened(path: string): Promise<FileHandle> {
  const file = files.get(path) ?? open(path, "r");
  files.delete(path); // and last again
  files.set(path, file);
  file.catch(() => files.delete(path));
  for (const [other] of files) if (files.size > MOST_OPEN) close(other);
  clearTimeout(idle);
  idle = setTimeout(() => {
    for (const other of files.keys()) close(other);
  }, IDLE_MS).unref();
  return file;
}

function close(path: string): void {
  const file = files.get(path);
  files.delete(path);
  file?.then(
    (open) => open.close(), // when what is being read has been
    () => {},
  );
}
