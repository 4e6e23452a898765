import type { Picture } from "@unlabeled/core";
import { NO_CHANGES, ViewKernel } from "../kernel/view-kernel.ts";
import type { Interpolation } from "../recipes/view-recipe.ts";

/**
 * Brings pictures to the size of which `evaluationView` shows the middle, and keeps all of them: the shorter side becomes
 * `shorter`, as bytes.
 *
 * Made of tiles of one size, so that pictures of any shape share one kernel.
 *
 * @param size - Of the tiles, pixels, at most `shorter`.
 */
export function resizer(
  size: number,
  { shorter, interpolation }: { readonly shorter: number; readonly interpolation: Interpolation },
): (picture: Picture) => Picture {
  const kernel = new ViewKernel({ height: size, width: size });
  const tile = new Float32Array(size * size * 3);
  return (picture) => {
    const side = Math.min(picture.width, picture.height);
    const resized = {
      width: Math.trunc((shorter * picture.width) / side),
      height: Math.trunc((shorter * picture.height) / side),
    };
    const crop = { left: 0, top: 0, width: picture.width, height: picture.height };
    const pixels = new Uint8Array(resized.width * resized.height * 3);
    for (const top of tileStarts(resized.height, size)) {
      for (const left of tileStarts(resized.width, size)) {
        const from = { crop, interpolation, flip: false, resized, window: { top, left } };
        kernel.render(picture, from, NO_CHANGES, tile);
        for (let y = 0; y < size; y++) {
          const row = tile.subarray(3 * size * y, 3 * size * (y + 1));
          pixels.set(
            row.map((x) => Math.round(x * 255)),
            3 * ((top + y) * resized.width + left),
          );
        }
      }
    }
    return { ...resized, pixels };
  };
}

/** Where tiles begin, so that they cover a length; the last one ends with it. */
function tileStarts(length: number, size: number): number[] {
  const count = Math.ceil(length / size);
  return Array.from({ length: count }, (_, i) => Math.min(i * size, length - size));
}
