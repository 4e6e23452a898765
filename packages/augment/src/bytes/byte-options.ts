import type { Picture } from "@unlabeled/core";
import type { ByteDefinition } from "./byte-definition.ts";

/** A colour: one value for all channels, or red, green and blue; integers in [0, 255]. */
export type Fill = number | readonly [number, number, number];

/** What every 8-bit operation takes. */
export interface ByteOptions {
  /** Where to write: a picture of the same size, which is then returned. Default: a new one. */
  into?: Picture | undefined;
}

/** For operations that the definitions compute differently. */
export interface DefinedByteOptions extends ByteOptions {
  /** Default "pillow". */
  definition?: ByteDefinition | undefined;
}

/** For operations that move pixels. */
export interface WarpOptions extends DefinedByteOptions {
  /** "bilinear" has no border of its own and truncates, as Pillow; only of "pillow". Default "nearest". */
  interpolation?: "nearest" | "bilinear" | undefined;
  /** What comes into view from outside the picture. Default 0, Pillow's; the papers' code: 128. */
  fill?: Fill | undefined;
}
