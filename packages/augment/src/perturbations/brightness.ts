import { brightened } from "../corruptions/brightened.ts";
import type { CorruptionTable } from "../corruptions/corruption.ts";
import { shownPart } from "./cropped.ts";
import { type Perturbation, stepsFromMiddle } from "./perturbation.ts";

/** From frame to frame, percent of white. */
const STEP: Readonly<Record<CorruptionTable, number>> = { imagenet: 2, small: 1.5 };

/** From darker to brighter, hue and saturation kept. */
export const brightness: Perturbation = function* (scene, settings) {
  const shown = shownPart(scene);
  for (let frame = 0; frame < settings.frames; frame++) {
    yield brightened(shown, (stepsFromMiddle(frame, settings) * STEP[settings.table]) / 100);
  }
};
