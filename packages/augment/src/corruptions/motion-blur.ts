import { type Corruption, parametersOf, type SeverityTables } from "./corruption.ts";
import { directionalBlur } from "./directional-blur.ts";
import { bytesOf, rasterOf } from "./raster.ts";

/** Pixels. */
const MOTION: SeverityTables<{ radius: number; sigma: number }> = {
  imagenet: [
    { radius: 10, sigma: 3 },
    { radius: 15, sigma: 5 },
    { radius: 15, sigma: 8 },
    { radius: 15, sigma: 12 },
    { radius: 20, sigma: 15 },
  ],
  small: [
    { radius: 6, sigma: 1 },
    { radius: 6, sigma: 1.5 },
    { radius: 6, sigma: 2 },
    { radius: 8, sigma: 2 },
    { radius: 9, sigma: 2.5 },
  ],
};

/** Smears the picture to one side, within 45° of the horizontal: the camera moved. */
export const motionBlur: Corruption = (picture, settings) => {
  const motion = parametersOf(MOTION, settings);
  const degrees = settings.random.uniform(-45, 45);
  return bytesOf(directionalBlur(rasterOf(picture, 255), { ...motion, degrees }), 255);
};
