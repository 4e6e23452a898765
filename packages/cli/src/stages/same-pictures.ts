import { createHash } from "node:crypto";
import { type FileHandle, open, stat } from "node:fs/promises";
import type { PictureLocation, Source } from "@unlabeled/data";

/**
 * How many pictures of a source are in another one too, by their bytes: also as copies under other names or in shards.
 *
 * Bytes are compared where a picture of the other source has as many; so most are not read.
 */
export async function sharedPictures(few: Source, others: Source): Promise<number> {
  if (few.fingerprint === others.fingerprint) return few.length;
  const sizes = new Map<number, number[]>();
  for (let index = 0; index < few.length; index++) {
    const size = await sizeOf(few.locate(index));
    if (size !== undefined) sizes.set(size, [...(sizes.get(size) ?? []), index]);
  }
  const files = openFiles();
  try {
    const known = new Map<number, Map<string, number[]>>(); // by size, then by hash: indices of `few`
    const found = new Set<number>();
    for (let index = 0; index < others.length; index++) {
      const location = others.locate(index);
      const size = await sizeOf(location);
      const alike = size === undefined ? undefined : sizes.get(size);
      if (size === undefined || alike === undefined) continue;
      if (!known.has(size)) known.set(size, await hashed(few, alike, size, files.bytes));
      const hash = await hashOf(location, size, files.bytes);
      for (const same of known.get(size)?.get(hash) ?? []) found.add(same);
    }
    return found.size;
  } finally {
    await files.close();
  }
}

type Bytes = (path: string | Buffer, offset: number, length: number) => Promise<Uint8Array>;

async function hashed(
  source: Source,
  indices: readonly number[],
  size: number,
  bytes: Bytes,
): Promise<Map<string, number[]>> {
  const hashes = new Map<string, number[]>();
  for (const index of indices) {
    const hash = await hashOf(source.locate(index), size, bytes);
    hashes.set(hash, [...(hashes.get(hash) ?? []), index]);
  }
  return hashes;
}

/** Bytes of a picture; undefined where it has none that can be read. */
async function sizeOf(location: PictureLocation): Promise<number | undefined> {
  switch (location.kind) {
    case "file": {
      const { length, offset = 0 } = location;
      if (length !== undefined) return length;
      const found = await stat(pathOf(location)).catch(() => undefined); // it is skipped in training too
      return found === undefined ? undefined : found.size - offset;
    }
    case "raw":
    case "pixels":
      return location.width * location.height * location.channels;
    case "unreadable":
      return undefined;
  }
}

async function hashOf(location: PictureLocation, length: number, bytes: Bytes): Promise<string> {
  const hash = createHash("sha256");
  switch (location.kind) {
    case "file":
    case "raw":
      return hash.update(await bytes(pathOf(location), location.offset ?? 0, length)).digest("hex");
    case "pixels":
      return hash.update(new Uint8Array(location.memory, location.offset, length)).digest("hex");
    case "unreadable":
      return "";
  }
}

function pathOf(location: Extract<PictureLocation, { path: string }>): string | Buffer {
  const named = "pathBytes" in location ? location.pathBytes : undefined;
  return named === undefined ? location.path : Buffer.from(named);
}

/** Reads parts of files; the last file stays open, as a shard holds many pictures. */
function openFiles(): { readonly bytes: Bytes; close(): Promise<void> } {
  let last: { readonly name: string; readonly file: FileHandle } | undefined;
  const close = async () => {
    await last?.file.close();
    last = undefined;
  };
  return {
    async bytes(path, offset, length) {
      const name = typeof path === "string" ? path : path.toString("latin1");
      if (last?.name !== name) {
        await close();
        last = { name, file: await open(path) };
      }
      const buffer = new Uint8Array(length);
      await last.file.read(buffer, 0, length, offset);
      return buffer;
    },
    close,
  };
}
