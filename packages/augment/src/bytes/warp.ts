import type { Picture } from "@unlabeled/core";
import type { AffineMap } from "./affine-map.ts";
import type { WarpOptions } from "./byte-options.ts";
import { fillColour } from "./check-argument.ts";
import { destination } from "./destination.ts";
import { nearestSources } from "./nearest-sources.ts";

type Rgb = readonly [number, number, number];

/**
 * A picture warped by an affine map, in its own frame.
 *
 * @param name - The operation, for messages.
 */
export function warp(
  name: string,
  picture: Picture,
  { map, options }: { map: AffineMap; options: WarpOptions },
): Picture {
  const { definition = "pillow", interpolation = "nearest", fill = 0, into } = options;
  const colour = fillColour(name, fill);
  if (interpolation !== "nearest" && (interpolation !== "bilinear" || definition !== "pillow")) {
    throw new RangeError(
      `${name}: interpolation must be "nearest", or "bilinear" with the definition "pillow"; got ` +
        `${JSON.stringify(interpolation)} with ${JSON.stringify(definition)}.`,
    );
  }
  const out = destination(name, picture, { into, inPlace: false });
  if (interpolation === "bilinear") warpBilinear(picture, map, colour, out);
  else gather(picture, nearestSources(map, picture, definition), colour, out);
  return out;
}

/** Copies each pixel from its source; −1 is the fill. */
function gather({ pixels }: Picture, sources: Int32Array, fill: Rgb, out: Picture): void {
  const [red, green, blue] = fill;
  for (let pixel = 0, i = 0; pixel < sources.length; pixel++, i += 3) {
    const source = 3 * (sources[pixel] as number);
    out.pixels[i] = source < 0 ? red : (pixels[source] as number);
    out.pixels[i + 1] = source < 0 ? green : (pixels[source + 1] as number);
    out.pixels[i + 2] = source < 0 ? blue : (pixels[source + 2] as number);
  }
}

/** Pillow's BILINEAR: neighbours beyond the border repeat it, the result is truncated. */
function warpBilinear({ width, height, pixels }: Picture, map: AffineMap, fill: Rgb, out: Picture) {
  const [xx, xy, x0, yx, yy, y0] = map;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i += 3) {
      const column = xx * (x + 0.5) + xy * (y + 0.5) + x0;
      const row = yx * (x + 0.5) + yy * (y + 0.5) + y0;
      if (column < 0 || column >= width || row < 0 || row >= height) {
        out.pixels.set(fill, i);
        continue;
      }
      const [left, top] = [Math.floor(column - 0.5), Math.floor(row - 0.5)];
      const [dx, dy] = [column - 0.5 - left, row - 0.5 - top];
      const upper = 3 * width * Math.max(top, 0);
      const lower = 3 * width * Math.min(top + 1, height - 1);
      const from = 3 * Math.max(left, 0);
      const to = 3 * Math.min(left + 1, width - 1);
      for (let channel = 0; channel < 3; channel++) {
        const a = pixels[upper + from + channel] as number;
        const b = pixels[lower + from + channel] as number;
        const above = a + ((pixels[upper + to + channel] as number) - a) * dx;
        const below = b + ((pixels[lower + to + channel] as number) - b) * dx;
        out.pixels[i + channel] = Math.trunc(above + (below - above) * dy);
      }
    }
  }
}
