import { type Corruption, parametersOf, type SeverityTables } from "./corruption.ts";
import { bytesOf, rasterOf } from "./raster.ts";

/** Probability that a value is lost. */
const AMOUNT: SeverityTables<number> = {
  imagenet: [0.03, 0.06, 0.09, 0.17, 0.27],
  small: [0.01, 0.02, 0.03, 0.05, 0.07],
};

/** Sets some values, of one channel each, to 0 or to 255, equally often: salt and pepper of colours. */
export const impulseNoise: Corruption = (picture, settings) => {
  const amount = parametersOf(AMOUNT, settings);
  const { random } = settings;
  const { values } = rasterOf(picture, 1);
  const lost = values.map(() => Number(random.uniform() <= amount)); // all of them first
  const noisy = values.map((x, i) => {
    const salt = Number(random.uniform() <= 0.5);
    return lost[i] === 1 ? salt : x;
  });
  return bytesOf({ values: noisy }, 1);
};
