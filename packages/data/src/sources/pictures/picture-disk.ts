import { constants } from "node:fs";
import { open, stat } from "node:fs/promises";
import { dirname } from "node:path";
import type { Source } from "../source.ts";
import type { FileLocation, RawLocation } from "./picture-location.ts";

/** A picture that the file system would not give. */
export interface RefusedPicture {
  readonly sample: number;
  readonly reason: string;
  /** "changed": the shard it lies in is not what it was. */
  readonly cause: "file" | "changed";
}

const OTHERS = 64; // pictures of the whole source that are tried

/**
 * Tells a few files that cannot be read from a disk that is gone. Files that are missing or without
 * permission are skipped one by one; everything stops with one error where
 *
 * 1. a shard, or another file of many pictures, was changed since it was opened, or cannot be opened;
 * 2. the folder of a file that was there when the source was opened is gone;
 * 3. of 64 other pictures, spread evenly over the source, none can be opened.
 *
 * The rule looks at the disk as it is now and not at how often it failed before, so it is the same for
 * any number of workers. One other picture that can be opened is enough to go on.
 *
 * @param refused - Pictures that the file system has just refused.
 * @param isUnreadable - Whether a picture is known to be unreadable already: it is not tried.
 * @throws {Error} If a disk, folder or shard is gone, or a shard was changed.
 */
export async function requireDisk(
  caller: string,
  source: Source,
  refused: readonly RefusedPicture[],
  isUnreadable: (sample: number) => boolean,
): Promise<void> {
  const stop = (got: string): never => {
    throw new Error(
      `${caller}: the pictures must stay where they are and as they are while they are in use; got ${got}.`,
    );
  };
  const remedy = "Bring it back, and go on from there";
  for (const { sample, reason, cause } of refused) {
    const location = source.locate(sample);
    if (location.kind !== "file" && location.kind !== "raw") continue;
    if (cause === "changed") stop(`"${location.path}", of which ${reason}. Open the source again`);
    if (location.kind === "raw" || location.length !== undefined) {
      const problem = await problemOf(() => touch(location));
      if (problem) stop(`${problem} for "${location.path}", in which many of them lie. ${remedy}`);
    } else if (location.listed) {
      const problem = await problemOf(() => stat(folderOf(location)));
      if (problem) stop(`${problem} for the folder of "${source.key(sample)}". ${remedy}`);
    }
  }
  const [first] = refused;
  if (first === undefined) return;
  const lost = new Set(refused.map(({ sample }) => sample));
  const others = spread(source.length).filter((at) => !lost.has(at) && !isUnreadable(at));
  const files = others
    .map((at) => source.locate(at))
    .filter((place) => place.kind === "file" || place.kind === "raw");
  if (files.length === 0 || (await Promise.any(files.map(touch)).then(always, never))) return;
  throw new Error(
    `${caller}: the folder or disk of the pictures must stay where it is while they are in use; got ${first.reason} for "${source.key(first.sample)}", and nothing better for ${files.length} others that were tried. Bring it back, and go on from there.`,
  );
}

const always = (): boolean => true;
const never = (): boolean => false;

function spread(length: number): number[] {
  const count = Math.min(OTHERS, length);
  return Array.from({ length: count }, (_, i) => Math.floor(((i + 0.5) * length) / count));
}

/** Opens the file and reads its first byte. */
async function touch(location: FileLocation | RawLocation): Promise<void> {
  const file = await open(pathOf(location), constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    await file.read(Buffer.alloc(1), 0, 1, 0);
  } finally {
    await file.close();
  }
}

function pathOf(location: FileLocation | RawLocation): string | Buffer {
  const bytes = location.kind === "file" ? location.pathBytes : undefined;
  return bytes === undefined ? location.path : Buffer.from(bytes);
}

function folderOf({ path, pathBytes }: FileLocation): string | Buffer {
  if (pathBytes === undefined) return dirname(path);
  return Buffer.from(pathBytes).subarray(0, pathBytes.lastIndexOf(0x2f));
}

async function problemOf(look: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await look();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message.replace(/,.*/s, "") : String(error);
  }
}
