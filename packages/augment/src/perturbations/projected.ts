import type { Picture } from "@unlabeled/core";
import type { Crop } from "../crops/crop.ts";

/** A map of the plane, row by row: (x, y, 1) becomes (u, v, w), which is the point (u / w, v / w). */
export type Homography = readonly [
  ...[number, number, number],
  ...[number, number, number],
  ...[number, number, number],
];

/**
 * Part of a picture seen in perspective: OpenCV's `warpPerspective`, bilinear in steps of 1/32 of a pixel, black outside.
 *
 * @param map - From the picture to what is seen; the origin of both is at (width / 2, height / 2), pixels counted from 0.
 * @param crop - What is returned, of a view of the picture's size.
 */
export function projected(picture: Picture, map: Homography, crop: Crop): Uint8Array {
  const { width, height, pixels } = picture;
  const [a, b, c, d, e, f, g, h, i] = inverse(map);
  const at = (x: number, y: number, channel: number): number =>
    x >= 0 && x < width && y >= 0 && y < height
      ? (pixels[3 * (y * width + x) + channel] as number)
      : 0;
  const out = new Uint8Array(3 * crop.width * crop.height);
  for (let n = 0; n < crop.width * crop.height; n++) {
    const u = crop.left + (n % crop.width) - width / 2;
    const v = crop.top + Math.floor(n / crop.width) - height / 2;
    const w = g * u + h * v + i;
    const x = Math.round(32 * ((a * u + b * v + c) / w + width / 2));
    const y = Math.round(32 * ((d * u + e * v + f) / w + height / 2));
    const [column, row] = [x >> 5, y >> 5];
    const [right, down] = [(x & 31) / 32, (y & 31) / 32];
    for (let channel = 0; channel < 3; channel++) {
      const above = (1 - right) * at(column, row, channel) + right * at(column + 1, row, channel);
      const below =
        (1 - right) * at(column, row + 1, channel) + right * at(column + 1, row + 1, channel);
      out[3 * n + channel] = (1 - down) * above + down * below + 0.5;
    }
  }
  return out;
}

/** But for a factor, which does not matter. */
function inverse([a, b, c, d, e, f, g, h, i]: Homography): Homography {
  return [
    ...[e * i - f * h, c * h - b * i, b * f - c * e],
    ...[f * g - d * i, a * i - c * g, c * d - a * f],
    ...[d * h - e * g, b * g - a * h, a * e - b * d],
  ] as unknown as Homography;
}
