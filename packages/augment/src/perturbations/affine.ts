import type { Picture } from "@unlabeled/core";
import { warp } from "../bytes/warp.ts";

export interface AffineOptions {
  /** Clockwise, around the middle. Default 0. */
  readonly degrees?: number;
  /** By how much things grow, around the middle. Default 1. */
  readonly scale?: number;
  /** How far things move to the right, pixels. Default 0. */
  readonly right?: number;
  readonly interpolation: "nearest" | "bilinear";
}

/**
 * torchvision's `affine` of a Pillow image: black comes in from outside, bilinear results are truncated.
 *
 * The middle is that of torchvision since 0.9, half the size; the versions of the benchmark's time have it half a pixel
 * further right and down.
 */
export function affine(
  picture: Picture,
  { degrees = 0, scale = 1, right = 0, interpolation }: AffineOptions,
): Picture {
  const angle = (degrees / 180) * Math.PI;
  const [cos, sin] = [Math.cos(angle) / scale, Math.sin(angle) / scale];
  const [x, y] = [picture.width / 2, picture.height / 2];
  const [c, f] = [cos * (-x - right) - sin * y + x, sin * (x + right) - cos * y + y];
  return warp("perturb", picture, { map: [cos, sin, c, -sin, cos, f], options: { interpolation } });
}
