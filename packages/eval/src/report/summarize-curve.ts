/** A value at a place. */
export interface CurvePoint {
  readonly x: number;
  readonly y: number;
}

/** What neighbouring points have in common. */
export interface CurveGroup {
  /** Mean of their places. */
  readonly x: number;
  /** Range and mean of their finite values; NaN where there are none. */
  readonly low: number;
  readonly high: number;
  readonly middle: number;
}

const MOST_GROUPS = 300; // more than the eye or the width can tell apart

/**
 * Points as at most 300 groups of neighbours.
 *
 * @param line - Values of which the groups have the means, one a point. Default: the points' own.
 * @throws {RangeError} If `line` has another length than the points.
 */
export function summarizeCurve({
  points,
  line,
}: {
  readonly points: readonly CurvePoint[];
  readonly line?: readonly number[];
}): CurveGroup[] {
  if (line !== undefined && line.length !== points.length) {
    throw new RangeError(
      `curveChart: line must have a value a point, ${points.length}; got ${line.length}.`,
    );
  }
  const size = Math.max(1, Math.ceil(points.length / MOST_GROUPS));
  const groups: CurveGroup[] = [];
  for (let start = 0; start < points.length; start += size) {
    const group = points.slice(start, start + size);
    const values = finite(group.map(({ y }) => y));
    const followed = line === undefined ? values : finite(line.slice(start, start + size));
    const none = values.length === 0; // Math.min of nothing would be infinite
    groups.push({
      x: mean(group.map(({ x }) => x)),
      low: none ? Number.NaN : Math.min(...values),
      high: none ? Number.NaN : Math.max(...values),
      middle: mean(followed),
    });
  }
  return groups;
}

function finite(values: readonly number[]): number[] {
  return values.filter(Number.isFinite);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
