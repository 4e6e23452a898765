/**
 * The picture that operations work on: one float32 plane a colour, row by row from the top, values in
 * [0, 1]. Planar, because all operations but the resize then walk three plain arrays.
 */
export interface Planes {
  readonly height: number;
  readonly width: number;
  /** `height * width` values each. */
  readonly red: Float32Array;
  readonly green: Float32Array;
  readonly blue: Float32Array;
}

/** A black picture. */
export function planes(height: number, width: number): Planes {
  const plane = () => new Float32Array(height * width);
  return { height, width, red: plane(), green: plane(), blue: plane() };
}
