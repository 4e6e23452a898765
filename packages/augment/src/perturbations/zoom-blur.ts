import { affine } from "./affine.ts";
import { cropped } from "./cropped.ts";
import type { Perturbation } from "./perturbation.ts";

/** By how much the picture grows from frame to frame, of its first size, in both tables. */
const GROWTH = 0.004;

/** The mean of the picture and ever more enlargements of its middle: the camera moves on. */
export const zoomBlur: Perturbation = function* ({ whole, crop }, { frames }) {
  const pixels = cropped(whole, crop);
  const sums = Uint16Array.from(pixels);
  yield pixels;
  for (let frame = 1; frame < frames; frame++) {
    const enlarged = affine(whole, { scale: 1 + GROWTH * frame, interpolation: "bilinear" });
    const shown = cropped(enlarged, crop);
    const means = new Uint8Array(shown.length);
    for (let i = 0; i < means.length; i++) {
      sums[i] = (sums[i] as number) + (shown[i] as number);
      means[i] = (sums[i] as number) / (frame + 1);
    }
    yield means;
  }
};
