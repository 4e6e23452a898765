import type { Picture } from "@unlabeled/core";
import { hsv, rgb } from "./hsv.ts";
import { bytesOf, rasterOf } from "./raster.ts";

/**
 * The pixels of a picture whose greatest channel, of each pixel, is raised or lowered, within black and white, and the others
 * so that hue and saturation stay.
 *
 * @param added - To the value of hue, saturation and value, of 1 for white.
 */
export function brightened(picture: Picture, added: number): Uint8Array {
  const { values } = rasterOf(picture, 1);
  for (let i = 0; i < values.length; i += 3) {
    const [red, green, blue] = [values[i], values[i + 1], values[i + 2]] as [
      number,
      number,
      number,
    ];
    const [hue, saturation, value] = hsv(red, green, blue);
    const channels = rgb(hue, saturation, Math.min(Math.max(value + added, 0), 1));
    for (let c = 0; c < 3; c++) values[i + c] = channels[c] as number;
  }
  return bytesOf({ values }, 1);
}
