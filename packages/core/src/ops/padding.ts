/** Rows and columns of zeros around an image: before and after, in height and width. */
export type Padding =
  | number
  | {
      readonly top: number;
      readonly bottom: number;
      readonly left: number;
      readonly right: number;
    };

/** tfjs's form of explicit padding, `[N, H, W, C]`. */
export type NhwcPadding = [[0, 0], [number, number], [number, number], [0, 0]];

/** @throws {RangeError} If a side is not an integer ≥ 0. */
export function nhwcPadding(caller: string, padding: Padding): NhwcPadding {
  const { top, bottom, left, right } =
    typeof padding === "number"
      ? { top: padding, bottom: padding, left: padding, right: padding }
      : padding;
  for (const side of [top, bottom, left, right]) {
    if (!Number.isInteger(side) || side < 0) {
      throw new RangeError(`${caller}: padding must be integers ≥ 0; got ${side}.`);
    }
  }
  return [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ];
}
