import { affine } from "./affine.ts";
import { cropped } from "./cropped.ts";
import { type Perturbation, stepsFromMiddle } from "./perturbation.ts";

/** From left to right, a pixel a frame, in both tables. */
export const translate: Perturbation = function* ({ whole, crop }, settings) {
  for (let frame = 0; frame < settings.frames; frame++) {
    const right = stepsFromMiddle(frame, settings);
    yield cropped(affine(whole, { right, interpolation: "nearest" }), crop);
  }
};
