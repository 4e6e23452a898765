import { type Corruption, parametersOf, type SeverityTables } from "./corruption.ts";
import { bytesOf, rasterOf } from "./raster.ts";

/** How many events, on average, make white. */
const EVENTS: SeverityTables<number> = {
  imagenet: [60, 25, 12, 5, 3],
  small: [500, 250, 100, 75, 50],
};

/** Replaces every value by a count of events, Poisson distributed around it: light comes in quanta. */
export const shotNoise: Corruption = (picture, settings) => {
  const events = parametersOf(EVENTS, settings);
  const { values } = rasterOf(picture, 1);
  const counts = values.map((x) => poisson(x * events, settings.random.uniform()));
  return bytesOf({ values: counts.map((count) => count / events) }, 1);
};

/** The least count whose cumulative probability is not below `share`. */
function poisson(mean: number, share: number): number {
  let count = 0;
  let probability = Math.exp(-mean);
  let cumulative = probability;
  while (cumulative < share && probability > 0) {
    probability *= mean / ++count;
    cumulative += probability;
  }
  return count;
}
