import type { Crop } from "./crop.ts";

/** The largest square in the middle, rounded towards the top and the left. */
export function centralCrop({
  width,
  height,
}: {
  readonly width: number;
  readonly height: number;
}): Crop {
  const side = Math.min(width, height);
  const [left, top] = [Math.floor((width - side) / 2), Math.floor((height - side) / 2)];
  return { left, top, width: side, height: side };
}
