import { polygonRunLengths } from "./polygon-run-lengths.ts";
import type { RunLengths, Segmentation } from "./segmentation.ts";
import { unpackRunLengths } from "./unpack-run-lengths.ts";

/**
 * The pixels of an object from its outline: those that COCO's own tools would give.
 *
 * @param segmentation - Polygons, of which the union is taken, or runs, packed or not.
 * @param height - Of the picture, pixels; runs must be of this size.
 * @param width - Of the picture, pixels.
 * @returns One byte a pixel, row by row: 1 inside, 0 outside.
 * @throws {RangeError} If the sides are not positive integers, or the outline is damaged or of a
 *   picture of another size.
 *
 * @see pycocotools.mask.decode and COCO.annToRLE, https://github.com/cocodataset/cocoapi
 *
 * @example
 * const { width, height } = source.size(index);
 * const mask = decodeMask(annotation.segmentation, height, width);
 */
export function decodeMask(segmentation: Segmentation, height: number, width: number): Uint8Array {
  for (const [name, side] of Object.entries({ height, width })) {
    if (!Number.isInteger(side) || side < 1) {
      throw new RangeError(`decodeMask: ${name} must be a positive integer; got ${side}.`);
    }
  }
  const mask = new Uint8Array(height * width);
  if (isPolygons(segmentation)) {
    for (const [at, polygon] of segmentation.entries()) {
      checkPolygon(polygon, at);
      fillRuns(mask, polygonRunLengths(polygon, height, width), height, width);
    }
  } else {
    fillRuns(mask, checkedRuns(segmentation, height, width), height, width);
  }
  return mask;
}

function isPolygons(segmentation: Segmentation): segmentation is readonly (readonly number[])[] {
  return Array.isArray(segmentation);
}

function checkPolygon(polygon: readonly number[], at: number): void {
  if (!Array.isArray(polygon) || polygon.length < 6 || polygon.length % 2 !== 0) {
    const came = Array.isArray(polygon) ? `${polygon.length} numbers` : typeof polygon;
    throw new RangeError(
      `decodeMask: a polygon must be x and y of at least 3 corners, [x0, y0, x1, y1, …]; got ${came} in polygon ${at}.`,
    );
  }
  const wrong = polygon.find((coordinate) => !Number.isFinite(coordinate));
  if (wrong !== undefined) {
    throw new RangeError(`decodeMask: corners must be numbers; got ${wrong} in polygon ${at}.`);
  }
}

function checkedRuns(outline: RunLengths, height: number, width: number): readonly number[] {
  const { size, counts } = outline ?? {};
  if (!Array.isArray(size) || !(Array.isArray(counts) || typeof counts === "string")) {
    throw new RangeError(
      `decodeMask: segmentation must be polygons or { size, counts }; got ${JSON.stringify(outline)?.slice(0, 60)}.`,
    );
  }
  if (size[0] !== height || size[1] !== width) {
    throw new RangeError(
      `decodeMask: the runs must be of a picture of height ${height} and width ${width}; got [${size.join(", ")}].`,
    );
  }
  const runs = typeof counts === "string" ? unpacked(counts) : counts;
  const wrong = runs.find((run: number) => !Number.isInteger(run) || run < 0);
  const total = runs.reduce((sum: number, run: number) => sum + run, 0);
  if (wrong !== undefined || total !== height * width) {
    throw new RangeError(
      `decodeMask: the runs must be whole numbers ≥ 0 whose sum is ${height * width}, the picture's pixels; got ${wrong ?? total}.`,
    );
  }
  return runs;
}

function unpacked(text: string): number[] {
  try {
    return unpackRunLengths(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new RangeError(`decodeMask: counts must be COCO's packed text of runs; got ${reason}.`, {
      cause: error,
    });
  }
}

function fillRuns(mask: Uint8Array, runs: readonly number[], height: number, width: number): void {
  let start = 0;
  for (const [at, run] of runs.entries()) {
    const end = start + run;
    if (at % 2 === 1) {
      for (let i = start; i < end; i++) mask[(i % height) * width + Math.floor(i / height)] = 1;
    }
    start = end;
  }
}
