import { type Plane, plane, sampleAt } from "./plane.ts";

/**
 * A plane at half the sides: means of 2 x 2 samples, halves down and up in turn, as libjpeg. Columns are
 * repeated before they are halved, so the width is rounded up to whole blocks of 8 here.
 */
export function halved(full: Plane): Plane {
  const [width, height] = [Math.ceil(full.width / 16) * 8, Math.ceil(full.height / 2)];
  return plane(width, height, (x, y) => {
    const pair = (row: number) => sampleAt(full, 2 * x, row) + sampleAt(full, 2 * x + 1, row);
    return (pair(2 * y) + pair(2 * y + 1) + 1 + (x % 2)) >> 2;
  });
}

/**
 * A halved plane at its full size: samples are 3/4 of the nearest and 1/4 of the next one in both
 * directions, libjpeg's "fancy upsampling". Up to 4 columns are repeated instead, as there.
 */
export function doubled(half: Plane, { width, height }: Omit<Plane, "samples">): Plane {
  if (width <= 4) return plane(width, height, (x, y) => sampleAt(half, x >> 1, y >> 1));
  const last = Math.ceil(width / 2) - 1;
  return plane(width, height, (x, y) => {
    const [column, row] = [x >> 1, y >> 1];
    const aside = Math.min(x % 2 === 0 ? column - 1 : column + 1, last);
    const next = y % 2 === 0 ? row - 1 : row + 1;
    const sum = (at: number) => 3 * sampleAt(half, at, row) + sampleAt(half, at, next);
    return (3 * sum(column) + sum(aside) + (x % 2 === 0 ? 8 : 7)) >> 4;
  });
}
