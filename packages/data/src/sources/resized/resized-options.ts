import type { Sharp } from "sharp";

/** To what size pictures are brought; exactly one of the two. */
export interface ResizedSize {
  /**
   * Pixels of the shorter side, an integer in [1, 4096]; the longer one follows. Pictures that are
   * smaller already keep their size.
   */
  readonly shorterSide?: number;
  /** Pixels of both sides, an integer in [1, 4096]: the shorter side becomes that, and the middle is kept. */
  readonly size?: number;
}

const LARGEST = 4096;

/** @throws {RangeError} If not exactly one size is given, or it is out of its range. */
export function checkResizedSize({ shorterSide, size }: ResizedSize): void {
  if ((shorterSide === undefined) === (size === undefined)) {
    throw new RangeError(
      `resizedCopy: options must have either shorterSide or size; got ${size === undefined ? "neither" : "both"}.`,
    );
  }
  for (const [name, value] of Object.entries({ shorterSide, size })) {
    if (value === undefined) continue;
    if (!Number.isInteger(value) || value < 1 || value > LARGEST) {
      throw new RangeError(
        `resizedCopy: ${name} must be an integer in [1, ${LARGEST}]; got ${value}.`,
      );
    }
  }
}

/** Resizes by Lanczos-3, stretched when it makes smaller so that nothing aliases, as Pillow's. */
export function resizing({ shorterSide, size }: ResizedSize): (picture: Sharp) => Sharp {
  const side = size ?? shorterSide;
  return (picture) =>
    picture.resize({
      width: side,
      height: side,
      kernel: "lanczos3",
      fastShrinkOnLoad: false, // a JPEG decoder's own halving is quicker, and not as good
      ...(size === undefined ? { fit: "outside", withoutEnlargement: true } : { fit: "cover" }),
    });
}
