import type { Picture } from "@unlabeled/core";
import { bytesOf, type Raster, rasterOf } from "./raster.ts";

/**
 * A picture under an overcast sky, its colours mixed with a brighter grey where that is brighter.
 *
 * @param colour - Share of its own colours, in [0, 1].
 */
export function bleached(picture: Picture, colour: number): Raster {
  const raster = rasterOf(picture, 1);
  const { values } = raster;
  for (let n = 0; n < values.length; n += 3) {
    const [red, green, blue] = [values[n], values[n + 1], values[n + 2]] as [
      number,
      number,
      number,
    ];
    const bright = (0.299 * red + 0.587 * green + 0.114 * blue) * 1.5 + 0.5;
    for (let i = n; i < n + 3; i++) {
      const x = values[i] as number;
      values[i] = colour * x + (1 - colour) * Math.max(x, bright);
    }
  }
  return raster;
}

/** The pixels of a raster with flakes added, `[H, W]` in [0, 1], and the same flakes turned by 180°. */
export function snowedOn({ values }: Raster, flakes: Float64Array): Uint8Array {
  const last = flakes.length - 1;
  const snowy = values.map((x, i) => {
    const n = Math.floor(i / 3);
    return x + ((flakes[n] as number) + (flakes[last - n] as number));
  });
  return bytesOf({ values: snowy }, 1);
}
