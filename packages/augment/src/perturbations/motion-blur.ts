import type { CorruptionTable } from "../corruptions/corruption.ts";
import { directionalBlur } from "../corruptions/directional-blur.ts";
import { bytesOf, rasterOf } from "../corruptions/raster.ts";
import { shownPart } from "./cropped.ts";
import type { Perturbation } from "./perturbation.ts";

interface TurningMotion {
  /** Pixels. */
  readonly radius: number;
  readonly sigma: number;
  /** From frame to frame. */
  readonly degrees: number;
}

const MOTION: Readonly<Record<CorruptionTable, TurningMotion>> = {
  imagenet: { radius: 10, sigma: 3, degrees: 4 },
  small: { radius: 6, sigma: 1.8, degrees: 9 },
};

/** Smears the picture in a direction that turns from frame to frame, to 0° in the last: rounded, as ImageMagick does. */
export const motionBlur: Perturbation = function* (scene, { table, frames }) {
  const { degrees, ...motion } = MOTION[table];
  const raster = rasterOf(shownPart(scene), 255);
  for (let frame = 0; frame < frames; frame++) {
    const turned = (frame - (frames - 1)) * degrees;
    const { values } = directionalBlur(raster, { ...motion, degrees: turned });
    yield bytesOf({ values: values.map((x) => x + 0.5) }, 255);
  }
};
