import { randomUUID } from "node:crypto";
import {
  type FileHandle,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
} from "node:fs/promises";
import { join } from "node:path";
import type { DecodedVideo } from "./decode-video.ts";

/** The frames of a video in the cache. */
export interface CachedVideo extends DecodedVideo {
  /** The file of JPEGs. */
  readonly path: string;
}

const FRAMES = "frames.mjpeg";
const INDEX = "index.json";
const PARTIAL = ".partial";
const ABANDONED = 60 * 60 * 1000; // milliseconds without a write: ffmpeg writes far more often

/**
 * The frames that a print stands for: those in the cache, or else those that `decode` writes.
 *
 * They are written beside and renamed when they are whole: what was interrupted does not count, and
 * two programs that decode one video at a time do not meet.
 *
 * @throws {Error} If they cannot be decoded or written.
 */
export async function cachedVideo(
  cache: string,
  print: string,
  decode: (into: FileHandle) => Promise<DecodedVideo>,
): Promise<CachedVideo> {
  const folder = join(cache, print);
  const known = await readCached(folder);
  if (known !== undefined) return known;
  await rm(folder, { recursive: true, force: true }); // damaged
  const partial = join(cache, `${print}.${randomUUID()}${PARTIAL}`);
  await mkdir(partial, { recursive: true });
  await removeAbandoned(cache);
  try {
    const frames = await open(join(partial, FRAMES), "w");
    const made = await closing(frames, async () => {
      const video = await decode(frames);
      await frames.sync();
      return video;
    });
    const index = await open(join(partial, INDEX), "w");
    await closing(index, async () => {
      await index.writeFile(JSON.stringify(made));
      await index.sync();
    });
    await rename(partial, folder).catch(async (error: unknown) => {
      if ((await readCached(folder)) === undefined) throw error; // else another was faster
    });
    return { ...made, path: join(folder, FRAMES) };
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

/** Undefined if there is nothing, or not all of it. */
async function readCached(folder: string): Promise<CachedVideo | undefined> {
  const path = join(folder, FRAMES);
  try {
    const index: DecodedVideo = JSON.parse(await readFile(join(folder, INDEX), "utf8"));
    const { ends, timestamps } = index;
    const isWhole =
      ends.length > 0 &&
      ends.length === timestamps.length &&
      (await stat(path)).size >= (ends.at(-1) as number);
    return isWhole ? { ...index, path } : undefined;
  } catch {
    return undefined;
  }
}

/** What interrupted programs left. */
async function removeAbandoned(cache: string): Promise<void> {
  const partials = (await readdir(cache)).filter((name) => name.endsWith(PARTIAL));
  for (const name of partials) {
    const written = await stat(join(cache, name, FRAMES)).catch(() => undefined);
    const isAbandoned = written !== undefined && Date.now() - written.mtimeMs > ABANDONED;
    if (isAbandoned) await rm(join(cache, name), { recursive: true, force: true });
  }
}

async function closing<T>(file: FileHandle, use: () => Promise<T>): Promise<T> {
  try {
    return await use();
  } finally {
    await file.close();
  }
}
