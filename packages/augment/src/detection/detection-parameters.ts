import type { RandomStream } from "@unlabeled/core";
import { drawPolicy } from "../policies/draw-policy.ts";
import type { DrawnOperation, Policy } from "../policies/policy.ts";
import { roundedToEven } from "../policies/rounded-to-even.ts";

interface Size {
  readonly width: number;
  readonly height: number;
}

/** All that was drawn for one view of a scene: the rest is arithmetic. */
export interface DetectionParameters {
  readonly operations: readonly DrawnOperation[];
  readonly flip: boolean;
  /** 1: the longest fit of the picture into the view. */
  readonly scale: number;
  /** Where the view begins in what sticks out of it: shares of the overhang in x and y, in [0, 1). */
  readonly at: readonly [number, number];
}

/** Draws a view: policy, flip, scale and crop, in this order. */
export function drawDetectionView(
  {
    policy,
    flip,
    scale,
  }: { policy: Policy | false; flip: number; scale: readonly [number, number] },
  random: RandomStream,
  boxCount: number,
): DetectionParameters {
  return {
    operations: policy === false ? [] : drawPolicy(policy, random, { boxCount }),
    flip: random.chance(flip),
    scale: scale[0] === scale[1] ? scale[0] : random.uniform(...scale),
    at: [random.uniform(), random.uniform()],
  };
}

/** Where a picture lies in a view. */
export interface Placement {
  /** The picture's size once resized, pixels. */
  readonly resized: Size;
  /** Resized / original, which rounding makes differ by axis. */
  readonly imageScale: { readonly x: number; readonly y: number };
  /** First column and row of the resized picture in the view, integers ≥ 0. */
  readonly offset: { readonly x: number; readonly y: number };
}

/**
 * Scale jitter as RetinaNet's input pipeline has it: the picture is brought to the largest size that
 * fits a square of round(scale * size), and cropped at random where that sticks out.
 *
 * @see tensorflow/tpu, models/official/detection/utils/input_utils.py, resize_and_crop_image
 */
export function placement(
  { width, height }: Size,
  { scale, at: [u, v] }: Pick<DetectionParameters, "scale" | "at">,
  size: number,
): Placement {
  const side = roundedToEven(scale * size);
  const fit = Math.min(side / width, side / height);
  const resized = {
    width: Math.max(roundedToEven(fit * width), 1),
    height: Math.max(roundedToEven(fit * height), 1),
  };
  return {
    resized,
    imageScale: { x: resized.width / width, y: resized.height / height },
    offset: {
      x: Math.trunc(u * Math.max(resized.width - size, 0)),
      y: Math.trunc(v * Math.max(resized.height - size, 0)),
    },
  };
}
