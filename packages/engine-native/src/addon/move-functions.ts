import type { Elements } from "./addon.ts";

/** Elements of all types that can be moved: of 1, 2 or 4 bytes. */
export type Movable = Elements | Int32Array | Uint8Array;

export interface MoveFunctions {
  /** `layout`: the sizes of all dimensions, then their strides in `from`, then those in `to`. */
  move(layout: Int32Array, from: Movable, fromOffset: number, to: Movable, toOffset: number): void;
  /** Rows of `from`, `[outer, rows, row]`, picked by their numbers: `to` is `[outer, indices, row]`. */
  gather(
    outer: number,
    rows: number,
    row: number,
    from: Movable,
    indices: Int32Array,
    to: Movable,
  ): void;
}
