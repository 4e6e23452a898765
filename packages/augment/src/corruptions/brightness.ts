import { brightened } from "./brightened.ts";
import { type Corruption, parametersOf, type SeverityTables } from "./corruption.ts";

/** Added to the value of hue, saturation and value, of 1 for white. */
const ADDED: SeverityTables<number> = {
  imagenet: [0.1, 0.2, 0.3, 0.4, 0.5],
  small: [0.05, 0.1, 0.15, 0.2, 0.3],
};

/** Raises the greatest channel of each pixel, up to white, and the others so that hue and saturation stay. */
export const brightness: Corruption = (picture, settings) =>
  brightened(picture, parametersOf(ADDED, settings));
