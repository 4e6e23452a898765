import type { Picture } from "@unlabeled/core";
import { type Corruption, parametersOf, type SeverityTables } from "./corruption.ts";

/** Of the sides. */
const SHARE: SeverityTables<number> = {
  imagenet: [0.6, 0.5, 0.4, 0.3, 0.25],
  small: [0.95, 0.9, 0.85, 0.75, 0.65],
};

/** Reduces the picture, each pixel the mean of a box of whole ones, and repeats pixels up to its size. */
export const pixelate: Corruption = (picture, settings) => {
  const share = parametersOf(SHARE, settings);
  const columns = Math.max(Math.trunc(picture.width * share), 1);
  const rows = Math.max(Math.trunc(picture.height * share), 1);
  const narrow = boxed(picture, { length: picture.width, resized: columns, axis: "x" });
  const reduced = boxed(narrow, { length: picture.height, resized: rows, axis: "y" });
  const { width, height } = picture;
  const out = new Uint8Array(picture.pixels.length);
  for (let n = 0; n < width * height; n++) {
    const x = Math.floor(((n % width) + 0.5) * (columns / width));
    const y = Math.floor((Math.floor(n / width) + 0.5) * (rows / height));
    const from = 3 * (y * columns + x);
    out.set(reduced.pixels.subarray(from, from + 3), 3 * n);
  }
  return out;
};

/** Pillow's reduction of one axis by its box filter: pixels count whole or not at all, means are rounded. */
function boxed(
  { width, height, pixels }: Picture,
  { length, resized, axis }: { length: number; resized: number; axis: "x" | "y" },
): Picture {
  const scale = length / resized;
  const size = axis === "x" ? { width: resized, height } : { width, height: resized };
  const step = axis === "x" ? 3 : 3 * width;
  const out = new Uint8Array(size.width * size.height * 3);
  for (let i = 0; i < out.length; i++) {
    const [column, row] = [Math.floor(i / 3) % size.width, Math.floor(i / (3 * size.width))];
    const centre = ((axis === "x" ? column : row) + 0.5) * scale;
    const line = (axis === "x" ? 3 * row * width : 3 * column) + (i % 3);
    let [sum, count] = [0, 0];
    const end = Math.min(Math.trunc(centre + scale / 2 + 0.5), length);
    for (let k = Math.max(Math.trunc(centre - scale / 2 + 0.5), 0); k < end; k++) {
      const away = (k - centre + 0.5) / scale;
      if (!(away > -0.5 && away <= 0.5)) continue;
      sum += pixels[line + step * k] as number;
      count++;
    }
    out[i] = Math.floor(sum / count + 0.5);
  }
  return { ...size, pixels: out };
}
