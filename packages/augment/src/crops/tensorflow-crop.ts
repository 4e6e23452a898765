import type { RandomStream } from "@unlabeled/core";
import type { Crop, CropRange } from "./crop.ts";

const TRIES = 100; // SimCLR's max_attempts
const LEAST_AREA = 0.1; // SimCLR's min_object_covered, whose object is the whole picture

/**
 * The random crop of SimCLR's code, TensorFlow's `sample_distorted_bounding_box`: aspect uniform, then
 * the height uniform among those of an allowed area. Drawn again, up to 100 times, while it does not
 * fit or covers less than a tenth of the picture; then the whole picture.
 *
 * Small crops are more frequent than in torchvision's: the density of the area falls as its root. The
 * last place at the right and at the bottom is never drawn (`Uniform(H - h)`): a detail of the source
 * that is kept.
 *
 * @see tensorflow/core/kernels/image/sample_distorted_bounding_box_op.cc, GenerateRandomCrop;
 *   google-research/simclr, data_util.py, distorted_bounding_box_crop
 */
export function tensorflowCrop(
  size: { readonly width: number; readonly height: number },
  { area, aspect }: CropRange,
  random: RandomStream,
): Crop {
  const least = area[0] * size.width * size.height;
  const most = area[1] * size.width * size.height;
  const covered = LEAST_AREA * size.width * size.height;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const ratio = random.uniform(...aspect);
    let highest = Math.round(Math.sqrt(most / ratio));
    if (Math.round(highest * ratio) > size.width) highest = Math.floor((size.width + 0.5) / ratio);
    if (Math.round(highest * ratio) > size.width) highest -= 1; // exactly on the half
    highest = Math.min(highest, size.height);
    let height = Math.min(Math.round(Math.sqrt(least / ratio)), highest);
    height += random.integer(highest - height + 1);
    // Rounding may have left the range by a row.
    if (height * Math.round(height * ratio) < least) height += 1;
    if (height * Math.round(height * ratio) > most) height -= 1;
    const width = Math.round(height * ratio);
    const pixels = width * height;
    const fits = width > 0 && height > 0 && width <= size.width && height <= size.height;
    if (fits && pixels >= least && pixels <= most && pixels >= covered) {
      const top = random.integer(Math.max(size.height - height, 1));
      return { left: random.integer(Math.max(size.width - width, 1)), top, width, height };
    }
  }
  return { left: 0, top: 0, width: size.width, height: size.height };
}
