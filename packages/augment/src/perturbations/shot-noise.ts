import type { CorruptionTable } from "../corruptions/corruption.ts";
import { shownPart } from "./cropped.ts";
import type { Perturbation } from "./perturbation.ts";
import { poissonQuantiles } from "./poisson-quantiles.ts";

/** How many events, on average, make white. */
const EVENTS: Readonly<Record<CorruptionTable, number>> = { imagenet: 300, small: 700 };

/** The picture, and then frames in which every value is a count of events, Poisson distributed around it. */
export const shotNoise: Perturbation = function* (scene, { table, frames, random }) {
  const { pixels } = shownPart(scene);
  const events = EVENTS[table];
  const quantiles = Array.from({ length: 256 }, (_, level) =>
    poissonQuantiles((level / 255) * events),
  );
  yield pixels;
  for (let frame = 1; frame < frames; frame++) {
    const draws = random(frame);
    yield pixels.map((level) => {
      const count = (quantiles[level] as (share: number) => number)(draws.uniform());
      return 255 * Math.min(count / events, 1);
    });
  }
};
