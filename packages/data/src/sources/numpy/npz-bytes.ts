import type { FileHandle } from "node:fs/promises";
import type { Readable } from "node:stream";
import { crc32, createInflateRaw } from "node:zlib";
import { fileBytes, type NpyBytes, takeFrom } from "./npy-bytes.ts";
import { type NpzMember, npzContent } from "./npz-members.ts";

const MOST_INFLATED = 1032; // deflate cannot pack a byte into less than 1/1032
const STORED = 0;
const DEFLATED = 8;

/**
 * The .npy file in a member of an open .npz file, unpacked as it is read.
 *
 * @throws {Error} If the member is damaged, encrypted, packed in another way, or claims a size that it
 *   cannot have; the message says what came.
 */
export async function npzBytes(
  file: FileHandle,
  archiveSize: number,
  member: NpzMember,
): Promise<NpyBytes> {
  const { name, method, encrypted, packed, size } = member;
  if (encrypted) throw new Error(`"${name}", which is encrypted`);
  if (method !== STORED && method !== DEFLATED) {
    throw new Error(`"${name}" packed by method ${method}, not stored or deflated`);
  }
  const start = await npzContent(file, archiveSize, member);
  if (method === STORED ? size !== packed : size > packed * MOST_INFLATED) {
    throw new Error(`${size} bytes claimed for "${name}", which has ${packed} in the archive`);
  }
  const inner =
    method === STORED
      ? fileBytes(file, start, size)
      : inflatedBytes(
          file.createReadStream({ start, end: start + packed - 1, autoClose: false }),
          size,
        );
  return checkedBytes(inner, member);
}

function inflatedBytes(packed: Readable, size: number): NpyBytes {
  const inflate = createInflateRaw();
  packed.on("error", (error) => inflate.destroy(error));
  inflate.on("error", () => {}); // the next read throws it
  const chunks = packed.pipe(inflate)[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let chunk: Uint8Array = new Uint8Array(0);
  let at = 0;
  const next = async (): Promise<boolean> => {
    const { value, done } = await chunks.next();
    chunk = done ? new Uint8Array(0) : value;
    return !done;
  };
  const bytes: NpyBytes = {
    get left() {
      return size - at;
    },
    async read(into) {
      for (let filled = 0; filled < into.length; ) {
        if (chunk.length === 0 && !(await next())) throw new Error("its end before all was read");
        const part = chunk.subarray(0, into.length - filled);
        into.set(part, filled);
        chunk = chunk.subarray(part.length);
        filled += part.length;
        at += part.length;
      }
    },
    take: (count) => takeFrom(bytes, count),
    async finish() {
      if (chunk.length > 0 || (await next())) throw new Error("more bytes than it claims");
    },
    close() {
      packed.destroy();
      inflate.destroy();
    },
  };
  return bytes;
}

function checkedBytes(inner: NpyBytes, { name, crc }: NpzMember): NpyBytes {
  let sum = 0;
  const bytes: NpyBytes = {
    get left() {
      return inner.left;
    },
    async read(into) {
      try {
        await inner.read(into);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        throw new Error(`damaged data in "${name}" (${reason})`, { cause: error });
      }
      sum = crc32(into, sum);
    },
    take: (count) => takeFrom(bytes, count),
    async finish() {
      await inner.finish();
      if (sum !== crc) throw new Error(`damaged data in "${name}" (its checksum is wrong)`);
    },
    close: () => inner.close(),
  };
  return bytes;
}
