import { clippedZoom } from "../corruptions/clipped-zoom.ts";
import type { CorruptionTable } from "../corruptions/corruption.ts";
import { directionalBlur } from "../corruptions/directional-blur.ts";
import { layer } from "../corruptions/raster.ts";
import { bleached, snowedOn } from "../corruptions/snow-cover.ts";
import { shownPart } from "./cropped.ts";
import { type Perturbation, stepsFromMiddle } from "./perturbation.ts";

interface Snowfall {
  /** By how much the flakes are enlarged. */
  readonly zoom: number;
  /** Of the motion blur, pixels. */
  readonly radius: number;
  readonly sigma: number;
}

const SNOWFALL: Readonly<Record<CorruptionTable, Snowfall>> = {
  imagenet: { zoom: 3, radius: 14, sigma: 4 },
  small: { zoom: 2, radius: 10, sigma: 2 },
};
const [MEAN, DEVIATION] = [0.05, 0.3]; // of the normal draws that flakes are made of
const THRESHOLD = 0.5; // what is less is no flake
const COLOUR = 0.85; // share of the picture's own
const DEGREES = 4; // by which the wind turns from frame to frame

/** The same flakes in every frame, which fall from the right at first, then from the left. */
export const snow: Perturbation = function* (scene, settings) {
  const shown = shownPart(scene);
  const { zoom, ...motion } = SNOWFALL[settings.table];
  const draws = settings.random(0);
  const normal = layer(shown, () => MEAN + DEVIATION * draws.normal());
  const enlarged = clippedZoom(normal, zoom);
  const levels = enlarged.values.map((x) => (x < THRESHOLD ? 0 : Math.trunc(255 * Math.min(x, 1))));
  const under = bleached(shown, COLOUR);
  for (let frame = 0; frame < settings.frames; frame++) {
    const degrees = -90 + DEGREES * stepsFromMiddle(frame, settings);
    const { values } = directionalBlur({ ...enlarged, values: levels }, { ...motion, degrees });
    yield snowedOn(
      under,
      values.map((level) => Math.round(level) / 255),
    );
  }
};
