import type { CorruptionTable } from "../corruptions/corruption.ts";
import { bytesOf, rasterOf } from "../corruptions/raster.ts";
import { shownPart } from "./cropped.ts";
import type { Perturbation } from "./perturbation.ts";

/** Standard deviation, of 1 for white. */
const DEVIATION: Readonly<Record<CorruptionTable, number>> = { imagenet: 0.03, small: 0.02 };

/** The picture, and then frames in which every value has a normal draw of its own added. */
export const gaussianNoise: Perturbation = function* (scene, { table, frames, random }) {
  const shown = shownPart(scene);
  const { values } = rasterOf(shown, 1);
  yield shown.pixels;
  for (let frame = 1; frame < frames; frame++) {
    const draws = random(frame);
    yield bytesOf({ values: values.map((x) => x + DEVIATION[table] * draws.normal()) }, 1);
  }
};
