import type { Picture } from "@unlabeled/core";
import type { CorruptionTable } from "../corruptions/corruption.ts";
import { type Perturbation, stepsFromMiddle } from "./perturbation.ts";
import { type Homography, projected } from "./projected.ts";

/** From frame to frame, around both axes. */
const DEGREES: Readonly<Record<CorruptionTable, number>> = { imagenet: 1, small: 0.75 };

/** Turns the picture out of its plane, around its horizontal and its vertical axis alike. */
export const tilt: Perturbation = function* ({ whole, crop }, settings) {
  for (let frame = 0; frame < settings.frames; frame++) {
    const degrees = stepsFromMiddle(frame, settings) * DEGREES[settings.table];
    yield projected(whole, tilted(whole, (degrees / 180) * Math.PI), crop);
  }
};

/**
 * Where a camera sees the points of a picture, both measured from their middles. Distance and focal length are the
 * picture's diagonal; the picture is a pixel behind the point around which it turns, as in the code, and so is a
 * little smaller than it was where it is not turned.
 */
function tilted({ width, height }: Picture, angle: number): Homography {
  const focal = Math.hypot(width, height);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  // (x, y, 1) around the vertical axis: (cos x − sin, y, sin x + cos); then around the horizontal one
  return [
    ...[focal * cos, 0, -focal * sin],
    ...[-focal * sin * sin, focal * cos, -focal * sin * cos],
    ...[cos * sin, sin, cos * cos + focal],
  ] as unknown as Homography;
}
