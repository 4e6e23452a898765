import { type Corruption, parametersOf, type SeverityTables } from "./corruption.ts";
import { plasmaFractal, powerOfTwo } from "./plasma-fractal.ts";
import { bytesOf, rasterOf } from "./raster.ts";

/** How dense, of 1 for the light of white, and how smooth. */
const FOG: SeverityTables<{ density: number; decay: number }> = {
  imagenet: [
    { density: 1.5, decay: 2 },
    { density: 2, decay: 2 },
    { density: 2.5, decay: 1.7 },
    { density: 2.5, decay: 1.5 },
    { density: 3, decay: 1.4 },
  ],
  small: [
    { density: 0.2, decay: 3 },
    { density: 0.5, decay: 3 },
    { density: 0.75, decay: 2.5 },
    { density: 1, decay: 2 },
    { density: 1.5, decay: 1.75 },
  ],
};

/** Adds a grey cloud and scales the sum so that the brightest possible is the picture's brightest value. */
export const fog: Corruption = (picture, settings) => {
  const { density, decay } = parametersOf(FOG, settings);
  const { width, height } = picture;
  const side = powerOfTwo(Math.max(width, height));
  const cloud = plasmaFractal(side, { decay, random: settings.random });
  const { values } = rasterOf(picture, 1);
  const brightest = values.reduce((a, b) => Math.max(a, b));
  const foggy = values.map((x, i) => {
    const [column, row] = [Math.floor(i / 3) % width, Math.floor(i / (3 * width))];
    return (
      ((x + density * (cloud[row * side + column] as number)) * brightest) / (brightest + density)
    );
  });
  return bytesOf({ values: foggy }, 1);
};
