import { createHash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import type { FrameChoice } from "./video-options.ts";

const VERSION = 1; // of what is in the cache: raised where the same options give other frames
const AT_ENDS = 4 * 2 ** 20; // bytes: the index of most videos is at their beginning or end
const BETWEEN = 64 * 2 ** 10;
const PLACES = 16;

/**
 * What a video's frames are known by: its size, its first and last 4 MiB, 16 pieces between, and how it
 * is decoded. Quick for videos of any size; neither the path nor the time of change counts.
 *
 * @returns 64 hexadecimal digits.
 */
export async function videoPrint(path: string, choice: FrameChoice): Promise<string> {
  const { fps, shorterSide, crop, rotate } = choice;
  const place = crop && [crop.width, crop.height, crop.left ?? null, crop.top ?? null];
  const hash = createHash("sha256");
  hash.update(JSON.stringify([VERSION, fps, shorterSide, place ?? null, rotate]));
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    hash.update(`\n${size}\n`);
    const rest = size - 2 * AT_ENDS;
    hash.update(await piece(file, 0, AT_ENDS));
    for (let at = 0; rest > 0 && at < PLACES; at++) {
      const start = AT_ENDS + Math.floor((rest * at) / PLACES);
      hash.update(await piece(file, start, BETWEEN));
    }
    hash.update(await piece(file, Math.max(AT_ENDS, size - AT_ENDS), AT_ENDS));
  } finally {
    await file.close();
  }
  return hash.digest("hex");
}

async function piece(file: FileHandle, start: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  const { bytesRead } = await file.read(bytes, 0, length, start);
  return bytes.subarray(0, bytesRead);
}
