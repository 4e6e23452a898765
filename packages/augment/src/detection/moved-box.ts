import type { AffineMap } from "../bytes/affine-map.ts";
import type { ByteDefinition } from "../bytes/byte-definition.ts";
import type { Box } from "./scene.ts";

interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * Where a box goes when its picture is warped: what encloses its four corners, cut to the picture.
 *
 * Exact, where the papers' code truncates corners to whole pixels; and a box that leaves the picture
 * gets no area, where that code gives it 5 % of the side, on the border.
 *
 * @param map - What the pixels are warped by, in the definition's coordinates.
 */
export function movedBox(
  box: Box,
  { map, size, definition }: { map: AffineMap; size: Size; definition: ByteDefinition },
): Box {
  const [xx, xy, x0, yx, yy, y0] = map;
  const middle = definition === "tensorflow" ? 0.5 : 0; // a pixel's place is its middle, or its index
  const determinant = xx * yy - xy * yx;
  const corners = [box.left, box.left + box.width].flatMap((x) =>
    [box.top, box.top + box.height].map((y) => {
      const [dx, dy] = [x - middle - x0, y - middle - y0];
      return [
        (yy * dx - xy * dy) / determinant + middle,
        (xx * dy - yx * dx) / determinant + middle,
      ] as const;
    }),
  );
  const columns = corners.map(([x]) => x);
  const rows = corners.map(([, y]) => y);
  return clippedBox(
    {
      left: Math.min(...columns),
      top: Math.min(...rows),
      width: Math.max(...columns) - Math.min(...columns),
      height: Math.max(...rows) - Math.min(...rows),
    },
    size,
  );
}

/** The part of a box that is in the picture; without area if there is none. */
export function clippedBox(box: Box, { width, height }: Size): Box {
  const within = (value: number, most: number) => Math.min(Math.max(value, 0), most);
  const left = within(box.left, width);
  const top = within(box.top, height);
  return {
    left,
    top,
    width: within(box.left + box.width, width) - left,
    height: within(box.top + box.height, height) - top,
  };
}
