import type { CorruptionTable } from "../corruptions/corruption.ts";
import { affine } from "./affine.ts";
import { cropped } from "./cropped.ts";
import { type Perturbation, stepsFromMiddle } from "./perturbation.ts";

/** Percent of the picture's own size: in the middle of the sequence, and from frame to frame. */
const PERCENT: Readonly<Record<CorruptionTable, { middle: number; step: number }>> = {
  imagenet: { middle: 77.5, step: 2.5 },
  small: { middle: 100, step: 2 },
};

/** From smaller, in black, to larger: 40 to 115 % in 31 frames, or 70 to 130 %. */
export const scale: Perturbation = function* ({ whole, crop }, settings) {
  const { middle, step } = PERCENT[settings.table];
  for (let frame = 0; frame < settings.frames; frame++) {
    const percent = middle + step * stepsFromMiddle(frame, settings);
    yield cropped(affine(whole, { scale: percent / 100, interpolation: "bilinear" }), crop);
  }
};
