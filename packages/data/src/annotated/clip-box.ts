import type { PictureSize } from "./annotated-source.ts";
import type { PixelBox } from "./object-annotation.ts";

/** @returns The part of the box inside the picture: the same object if it all is, undefined if nothing. */
export function clipBox(box: PixelBox, { width, height }: PictureSize): PixelBox | undefined {
  const right = box.left + box.width;
  const bottom = box.top + box.height;
  const inside = box.left >= 0 && box.top >= 0 && right <= width && bottom <= height;
  if (inside) return box.width > 0 && box.height > 0 ? box : undefined;
  const [left, top] = [Math.max(0, box.left), Math.max(0, box.top)];
  const clipped = {
    left,
    top,
    width: Math.min(width, right) - left,
    height: Math.min(height, bottom) - top,
  };
  return clipped.width > 0 && clipped.height > 0 ? clipped : undefined;
}
