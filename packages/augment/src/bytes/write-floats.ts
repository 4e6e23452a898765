import type { Picture } from "@unlabeled/core";
import type { Scaling } from "../recipes/scaling.ts";

/** Writes a picture as floats, `[height, width, 3]`; `by` is of bytes. */
export function writeFloats({ pixels }: Picture, by: Scaling, into: Float32Array): void {
  for (let i = 0; i < pixels.length; i += 3) {
    into[i] = (pixels[i] as number) * by[0] + by[3];
    into[i + 1] = (pixels[i + 1] as number) * by[1] + by[4];
    into[i + 2] = (pixels[i + 2] as number) * by[2] + by[5];
  }
}
