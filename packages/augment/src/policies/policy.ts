import type { ByteDefinition } from "../bytes/byte-definition.ts";
import type { Fill } from "../bytes/byte-options.ts";

/** The 8-bit operations that a policy is made of. */
export type OperationName =
  | "identity"
  | "autoContrast"
  | "equalize"
  | "invert"
  | "flip"
  | "rotate"
  | "posterize"
  | "solarize"
  | "solarizeAdd"
  | "colour"
  | "contrast"
  | "brightness"
  | "sharpness"
  | "shearX"
  | "shearY"
  | "translateX"
  | "translateY"
  | "cutout";

/** One operation of a policy and how it is drawn. */
export interface PolicyStep {
  readonly operation: OperationName;
  /** That it happens, in [0, 1]. Default 1. */
  readonly probability?: number;
  /**
   * One of these is drawn, all equally likely: degrees, bits, level, factor, pixels a pixel, pixels, or
   * half a side. [30, −30] turns either way. Default [0], for operations that take none.
   */
  readonly amounts?: readonly number[];
  /**
   * What amounts are shares of, truncated to pixels. "picture": its width (translateX) or height
   * (translateY). "box": the sides of the box that a cutout is in. Default: they are pixels.
   */
  readonly shareOf?: "picture" | "box";
  /**
   * "boxes": inside each box by itself, each with a third of the probability, all with the same amount.
   * "oneBox": inside one that is drawn. Default: the whole picture. Without boxes nothing happens.
   */
  readonly within?: "boxes" | "oneBox";
}

/** An augmentation policy for 8-bit pictures as data (JSON): picks of lists of steps. */
export interface Policy {
  /** Whose arithmetic the operations have. */
  readonly definition: ByteDefinition;
  /** Of operations that move pixels; only "pillow" knows "bilinear". */
  readonly interpolation: "nearest" | "bilinear";
  /** What comes into view from outside, and covers cutouts. */
  readonly fill: Fill;
  /** How many choices are drawn, with replacement, and done in turn. */
  readonly picks: number;
  /** Lists of steps, all equally likely; the steps of a list are done in order. */
  readonly choices: readonly (readonly PolicyStep[])[];
}

/** One operation as drawn: the rest is arithmetic. */
export interface DrawnOperation {
  readonly operation: OperationName;
  readonly amount: number;
  readonly shareOf?: "picture" | "box";
  /** Centre of a cutout, shares of the width and height of what it covers, in [0, 1). */
  readonly at?: readonly [number, number];
  /** Which box it happens in; default: the whole picture. */
  readonly box?: number;
}
