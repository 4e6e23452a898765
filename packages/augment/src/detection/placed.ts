import type { Picture } from "@unlabeled/core";
import type { Scaling } from "../recipes/scaling.ts";
import type { Placement } from "./detection-parameters.ts";
import { IGNORE } from "./scene.ts";

/** How far a view of side `size`, padded to `padded`, shows a picture. */
export interface Frame {
  readonly placement: Placement;
  readonly flip: boolean;
  readonly size: number;
  readonly padded: number;
}

/**
 * Writes a picture, resized, cropped and normalized, into the top left of a view; the rest is zeros, so
 * after a normalization the mean colour, not black.
 *
 * Bilinear without antialiasing, pixels' centres aligned (TensorFlow 2's `resize`; the papers' code has
 * TensorFlow 1's, which is off by up to half a pixel).
 *
 * @param by - Of bytes.
 * @param into - `[padded, padded, 3]`.
 */
export function placePicture(
  { width, height, pixels }: Picture,
  frame: Frame,
  { by, into }: { by: Scaling; into: Float32Array },
): void {
  into.fill(0);
  const columns = taps(frame, "x", width);
  const row = new Float64Array(3 * width); // two rows of the picture, blended
  for (const [y, { near, far, share }] of taps(frame, "y", height).entries()) {
    const [upper, lower] = [3 * near * width, 3 * far * width];
    for (let i = 0; i < row.length; i++) {
      const above = pixels[upper + i] as number;
      row[i] = above + share * ((pixels[lower + i] as number) - above);
    }
    let i = 3 * y * frame.padded;
    for (const column of columns) {
      const [left, right] = [3 * column.near, 3 * column.far];
      for (let channel = 0; channel < 3; channel++, i++) {
        const from = row[left + channel] as number;
        const value = from + column.share * ((row[right + channel] as number) - from);
        into[i] = value * (by[channel] as number) + (by[channel + 3] as number);
      }
    }
  }
}

/**
 * A mask resized (nearest), cropped and padded with 255 as its picture.
 *
 * @returns `[padded, padded]`.
 */
export function placedMask(
  mask: Uint8Array,
  { width, height }: { readonly width: number; readonly height: number },
  frame: Frame,
): Uint8Array {
  const { padded } = frame;
  const into = new Uint8Array(padded * padded).fill(IGNORE);
  const columns = taps(frame, "x", width);
  for (const [y, row] of taps(frame, "y", height).entries()) {
    for (const [x, column] of columns.entries()) {
      into[y * padded + x] = mask[row.nearest * width + column.nearest] as number;
    }
  }
  return into;
}

/** Which pixels of one axis a position of the view is made of. */
interface Tap {
  readonly near: number;
  readonly far: number;
  /** Weight of the far one, in [0, 1). */
  readonly share: number;
  readonly nearest: number;
}

function taps({ placement, flip, size }: Frame, axis: "x" | "y", length: number): Tap[] {
  const { resized, offset } = placement;
  const whole = axis === "x" ? resized.width : resized.height;
  const step = length / whole;
  const shown = Math.min(whole - offset[axis], size);
  return Array.from({ length: shown }, (_, i) => {
    const at = i + offset[axis];
    // The picture is mirrored before it is cropped.
    const centre = (flip && axis === "x" ? whole - 1 - at : at) + 0.5;
    const place = Math.min(Math.max(centre * step - 0.5, 0), length - 1);
    const near = Math.floor(place);
    const nearest = Math.min(Math.floor(centre * step), length - 1);
    return { near, far: Math.min(near + 1, length - 1), share: place - near, nearest };
  });
}
