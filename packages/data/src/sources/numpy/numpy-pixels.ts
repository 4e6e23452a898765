import type { Hash } from "node:crypto";
import type { NpyBytes } from "./npy-bytes.ts";
import type { NumpyLayout } from "./numpy-layout.ts";

const AT_ONCE = 1 << 23; // 8 MiB: what is read is still in the cache when it is hashed

/** Reads all pictures, interleaved, into `pixels`, which has their size; adds them to the hash. */
export async function readNumpyPixels(
  bytes: NpyBytes,
  { length, height, width, planar }: NumpyLayout,
  pixels: Uint8Array,
  hash: Hash,
): Promise<void> {
  const size = pixels.length / length;
  const step = planar ? Math.max(1, Math.floor(AT_ONCE / size)) * size : AT_ONCE;
  const planes = planar ? new Uint8Array(Math.min(step, pixels.length)) : undefined;
  for (let at = 0; at < pixels.length; at += step) {
    const into = pixels.subarray(at, at + step);
    if (planes === undefined) await bytes.read(into);
    else {
      const some = planes.subarray(0, into.length);
      await bytes.read(some);
      for (let start = 0; start < some.length; start += size) {
        interleave(some, into, start, height * width);
      }
    }
    hash.update(into);
  }
}

function interleave(planes: Uint8Array, into: Uint8Array, start: number, plane: number): void {
  for (let i = 0; i < plane; i++) {
    into[start + 3 * i] = planes[start + i] as number;
    into[start + 3 * i + 1] = planes[start + plane + i] as number;
    into[start + 3 * i + 2] = planes[start + 2 * plane + i] as number;
  }
}
