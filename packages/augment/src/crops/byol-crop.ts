import type { RandomStream } from "@unlabeled/core";
import type { Crop, CropRange } from "./crop.ts";

/**
 * The random crop of BYOL: area and logarithm of the aspect uniform, drawn once, each side then cut to
 * the picture's (so extreme draws span the whole height or width); place uniform.
 *
 * @see google-deepmind/deepmind-research, byol/utils/dataset.py, _decode_and_random_crop
 */
export function byolCrop(
  size: { readonly width: number; readonly height: number },
  { area, aspect }: CropRange,
  random: RandomStream,
): Crop {
  const target = size.width * size.height * random.uniform(...area);
  const ratio = Math.exp(random.uniform(Math.log(aspect[0]), Math.log(aspect[1])));
  const width = within(Math.sqrt(target * ratio), size.width);
  const height = within(Math.sqrt(target / ratio), size.height);
  const top = random.integer(size.height - height + 1);
  return { left: random.integer(size.width - width + 1), top, width, height };
}

/** Rounded and held in 1 … most. */
function within(side: number, most: number): number {
  return Math.min(Math.max(Math.round(side), 1), most);
}
