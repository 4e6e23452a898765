import type { RandomStream } from "@unlabeled/core";
import type { Crop, CropRange } from "./crop.ts";

const TRIES = 10;

/**
 * The random crop of torchvision: area uniform, logarithm of the aspect uniform, place uniform; drawn
 * again while it does not fit, and after ten tries the largest central crop of an allowed aspect.
 *
 * @see torchvision 0.29, transforms/v2/_geometry.py, RandomResizedCrop.make_params
 */
export function torchvisionCrop(
  { width, height }: { readonly width: number; readonly height: number },
  { area, aspect }: CropRange,
  random: RandomStream,
): Crop {
  const [lowest, highest] = aspect;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const target = width * height * random.uniform(...area);
    const ratio = Math.exp(random.uniform(Math.log(lowest), Math.log(highest)));
    const w = Math.round(Math.sqrt(target * ratio));
    const h = Math.round(Math.sqrt(target / ratio));
    if (w > 0 && h > 0 && w <= width && h <= height) {
      const top = random.integer(height - h + 1);
      return { left: random.integer(width - w + 1), top, width: w, height: h };
    }
  }
  const ratio = width / height;
  const w = ratio > highest ? Math.max(Math.round(height * highest), 1) : width;
  const h = ratio < lowest ? Math.max(Math.round(width / lowest), 1) : height;
  const [left, top] = [Math.floor((width - w) / 2), Math.floor((height - h) / 2)];
  return { left, top, width: w, height: h };
}
