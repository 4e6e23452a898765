import { type Corruption, parametersOf, type SeverityTables } from "./corruption.ts";
import { bytesOf, rasterOf } from "./raster.ts";

/** What is left of the distance to the mean. */
const LEFT: SeverityTables<number> = {
  imagenet: [0.4, 0.3, 0.2, 0.1, 0.05],
  small: [0.75, 0.5, 0.4, 0.3, 0.15],
};

/** Moves every value towards its channel's mean. */
export const contrast: Corruption = (picture, settings) => {
  const left = parametersOf(LEFT, settings);
  const { values } = rasterOf(picture, 1);
  const means = [0, 1, 2].map((channel) => {
    let sum = 0;
    for (let i = channel; i < values.length; i += 3) sum += values[i] as number;
    return sum / (values.length / 3);
  });
  const flat = values.map((x, i) => {
    const mean = means[i % 3] as number;
    return (x - mean) * left + mean;
  });
  return bytesOf({ values: flat }, 1);
};
