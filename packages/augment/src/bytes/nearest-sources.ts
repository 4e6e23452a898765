import type { AffineMap } from "./affine-map.ts";
import type { ByteDefinition } from "./byte-definition.ts";

/**
 * For each pixel of a warped picture the index of the pixel that it comes from, or −1 from outside:
 * nearest neighbour, bit for bit as each definition finds it.
 *
 * Pillow counts in 16.16 fixed point, or in float64 if the map only scales and moves; TensorFlow
 * computes each place in float32 and rounds halves away from zero.
 */
export function nearestSources(
  map: AffineMap,
  { width, height }: { readonly width: number; readonly height: number },
  definition: ByteDefinition,
): Int32Array {
  const sources = new Int32Array(width * height);
  if (definition === "tensorflow") rounded(sources, map, width, height);
  else if (map[1] === 0 && map[3] === 0) scaled(sources, map, width, height);
  else fixed(sources, map, width, height);
  return sources;
}

function rounded(sources: Int32Array, map: AffineMap, width: number, height: number): void {
  const f = Math.fround;
  const [xx, xy, x0, yx, yy, y0] = map.map(f) as unknown as AffineMap;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const column = awayFromZero(f(f(f(xx * x) + f(xy * y)) + x0));
      const row = awayFromZero(f(f(f(yx * x) + f(yy * y)) + y0));
      const inside = column >= 0 && column < width && row >= 0 && row < height;
      sources[i] = inside ? row * width + column : -1;
    }
  }
}

function awayFromZero(x: number): number {
  return x < 0 ? -Math.floor(0.5 - x) : Math.floor(x + 0.5);
}

function scaled(sources: Int32Array, map: AffineMap, width: number, height: number): void {
  const [xx, , x0, , yy, y0] = map;
  const columns = Int32Array.from({ length: width }, (_, x) => Math.floor(x0 + xx * (x + 0.5)));
  for (let y = 0, i = 0; y < height; y++) {
    const row = Math.floor(y0 + yy * (y + 0.5));
    for (let x = 0; x < width; x++, i++) {
      const column = columns[x] as number;
      const inside = column >= 0 && column < width && row >= 0 && row < height;
      sources[i] = inside ? row * width + column : -1;
    }
  }
}

function fixed(sources: Int32Array, map: AffineMap, width: number, height: number): void {
  const [xx, xy, x0, yx, yy, y0] = map;
  const [dxx, dxy, dyx, dyy] = [sixteenths(xx), sixteenths(xy), sixteenths(yx), sixteenths(yy)];
  let rowX = sixteenths(x0 + 0.5 * (xx + xy));
  let rowY = sixteenths(y0 + 0.5 * (yx + yy));
  for (let y = 0, i = 0; y < height; y++) {
    let [atX, atY] = [rowX, rowY];
    for (let x = 0; x < width; x++, i++) {
      const column = Math.floor(atX / 65536); // floats: sides above 32767 do not wrap around
      const row = Math.floor(atY / 65536);
      const inside = column >= 0 && column < width && row >= 0 && row < height;
      sources[i] = inside ? row * width + column : -1;
      atX += dxx;
      atY += dyx;
    }
    rowX += dxy;
    rowY += dyy;
  }
}

/** 16.16 fixed point, rounded. */
function sixteenths(x: number): number {
  return Math.floor(x * 65536 + 0.5);
}
