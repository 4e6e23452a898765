import type { Planes } from "./planes.ts";

/** Writes planes as `[H, W, 3]`. */
export function interleave({ red, green, blue }: Planes, into: Float32Array): void {
  for (let i = 0, at = 0; i < red.length; i++, at += 3) {
    into[at] = red[i] as number;
    into[at + 1] = green[i] as number;
    into[at + 2] = blue[i] as number;
  }
}
