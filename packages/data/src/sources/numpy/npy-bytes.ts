import type { FileHandle } from "node:fs/promises";

/** Bytes that are read once, from first to last, straight to where they are wanted. */
export interface NpyBytes {
  /** How many are left to read. */
  readonly left: number;
  /** Fills all of `into`. @throws {Error} If there are fewer, or they are damaged. */
  read(into: Uint8Array): Promise<void>;
  /** The next `count` bytes: only for few. */
  take(count: number): Promise<Buffer>;
  /** Checks, once all is read, that nothing follows and the checksum is right. @throws {Error} */
  finish(): Promise<void>;
  /** Ends what is under way, read to the end or not. */
  close(): void;
}

const LARGEST_READ = 2 ** 30; // bytes: Node reads less than 2 GiB at once

/** The bytes [start, start + size) of an open file. */
export function fileBytes(file: FileHandle, start: number, size: number): NpyBytes {
  let at = 0;
  const bytes: NpyBytes = {
    get left() {
      return size - at;
    },
    async read(into) {
      for (let filled = 0; filled < into.length; ) {
        const wanted = Math.min(LARGEST_READ, into.length - filled, size - at);
        const { bytesRead } = await file.read(into, filled, wanted, start + at);
        if (bytesRead === 0) throw new Error("its end before all was read");
        filled += bytesRead;
        at += bytesRead;
      }
    },
    take: (count) => takeFrom(bytes, count),
    finish: async () => {},
    close: () => {},
  };
  return bytes;
}

export async function takeFrom(bytes: NpyBytes, count: number): Promise<Buffer> {
  const taken = Buffer.alloc(count);
  await bytes.read(taken);
  return taken;
}
