import type { Planes } from "./planes.ts";

/** Replaces x by (x - mean) / std of its channel, in place: torchvision's `normalize`. */
export function normalize(
  { red, green, blue }: Planes,
  mean: readonly [number, number, number],
  std: readonly [number, number, number],
): void {
  scale(red, mean[0], std[0]);
  scale(green, mean[1], std[1]);
  scale(blue, mean[2], std[2]);
}

function scale(plane: Float32Array, mean: number, std: number): void {
  const factor = 1 / std;
  for (let i = 0; i < plane.length; i++) plane[i] = ((plane[i] as number) - mean) * factor;
}
