import type { Planes } from "./planes.ts";

/** Replaces x by 1 - x where x ≥ `threshold`, in place: torchvision's `solarize`, BYOL's. */
export function solarize({ red, green, blue }: Planes, threshold: number): void {
  for (const plane of [red, green, blue]) {
    for (let i = 0; i < plane.length; i++) {
      const x = plane[i] as number;
      if (x >= threshold) plane[i] = 1 - x;
    }
  }
}
