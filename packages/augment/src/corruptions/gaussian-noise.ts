import { type Corruption, parametersOf, type SeverityTables } from "./corruption.ts";
import { bytesOf, rasterOf } from "./raster.ts";

/** Standard deviation, of 1 for white. */
const DEVIATION: SeverityTables<number> = {
  imagenet: [0.08, 0.12, 0.18, 0.26, 0.38],
  small: [0.04, 0.06, 0.08, 0.09, 0.1],
};

/** Adds to every value a normal draw of its own: low light. */
export const gaussianNoise: Corruption = (picture, settings) => {
  const deviation = parametersOf(DEVIATION, settings);
  const { values } = rasterOf(picture, 1);
  return bytesOf({ values: values.map((x) => x + settings.random.normal() * deviation) }, 1);
};
