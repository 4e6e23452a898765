import { affine } from "./affine.ts";
import { cropped } from "./cropped.ts";
import { type Perturbation, stepsFromMiddle } from "./perturbation.ts";

/** Clockwise around the middle, a degree a frame, in both tables. */
export const rotate: Perturbation = function* ({ whole, crop }, settings) {
  for (let frame = 0; frame < settings.frames; frame++) {
    const degrees = stepsFromMiddle(frame, settings);
    yield cropped(affine(whole, { degrees, interpolation: "bilinear" }), crop);
  }
};
