const FINER = 5; // corners are placed on a grid five times as fine

/**
 * The pixels in a polygon as runs down the columns, outside first.
 *
 * A pixel counts by where the outline, drawn on a grid five times as fine, crosses the middle of its
 * column: exactly COCO's rule, so that areas and overlaps come out as its tools'.
 *
 * @param polygon - `[x0, y0, x1, y1, …]` in pixels; the last corner joins the first.
 * @see rleFrPoly of cocoapi/common/maskApi.c
 */
export function polygonRunLengths(
  polygon: readonly number[],
  height: number,
  width: number,
): number[] {
  const ends = columnCrossings(polygon, height, width);
  ends.push(height * width);
  ends.sort((a, b) => a - b);
  const runs: number[] = [];
  let last = 0;
  for (const end of ends) {
    runs.push(end - last);
    last = end;
  }
  return withoutEmptyRuns(runs);
}

/** Where, counted down the columns, the outline changes between outside and inside. */
function columnCrossings(polygon: readonly number[], height: number, width: number): number[] {
  const corners = Math.floor(polygon.length / 2);
  const fine = (at: number): number => Math.trunc(FINER * (polygon[at] as number) + 0.5);
  const crossings: number[] = [];
  let previous: { x: number; y: number } | undefined;
  const visit = (x: number, y: number): void => {
    if (previous !== undefined && x !== previous.x) {
      const column = ((x < previous.x ? x : x - 1) + 0.5) / FINER - 0.5;
      if (Number.isInteger(column) && column >= 0 && column < width) {
        const row = (Math.min(y, previous.y) + 0.5) / FINER - 0.5;
        crossings.push(column * height + Math.ceil(Math.min(Math.max(row, 0), height)));
      }
    }
    previous = { x, y };
  };
  for (let corner = 0; corner < corners; corner++) {
    const next = (corner + 1) % corners;
    drawEdge(fine(2 * corner), fine(2 * corner + 1), fine(2 * next), fine(2 * next + 1), visit);
  }
  return crossings;
}

/** Visits the fine grid's points of an edge in order, one a step along its longer axis. */
function drawEdge(
  startX: number,
  startY: number,
  endX: number,
  endY: number,
  visit: (x: number, y: number) => void,
): void {
  const [dx, dy] = [Math.abs(endX - startX), Math.abs(endY - startY)];
  const flip = (dx >= dy && startX > endX) || (dx < dy && startY > endY);
  const [fromX, fromY, toX, toY] = flip
    ? [endX, endY, startX, startY]
    : [startX, startY, endX, endY];
  if (dx >= dy) {
    const slope = dx === 0 ? 0 : (toY - fromY) / dx;
    for (let step = 0; step <= dx; step++) {
      const t = flip ? dx - step : step;
      visit(t + fromX, Math.trunc(fromY + slope * t + 0.5));
    }
  } else {
    const slope = (toX - fromX) / dy;
    for (let step = 0; step <= dy; step++) {
      const t = flip ? dy - step : step;
      visit(Math.trunc(fromX + slope * t + 0.5), t + fromY);
    }
  }
}

/** Joins the runs on both sides of an empty one. */
function withoutEmptyRuns(runs: readonly number[]): number[] {
  const kept: number[] = [runs[0] ?? 0];
  for (let at = 1; at < runs.length; ) {
    const run = runs[at++] as number;
    if (run > 0) kept.push(run);
    else if (at < runs.length)
      kept[kept.length - 1] = (kept.at(-1) as number) + (runs[at++] as number);
  }
  return kept;
}
