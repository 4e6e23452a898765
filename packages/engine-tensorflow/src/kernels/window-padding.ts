import type * as tf from "@tensorflow/tfjs";

/** Windows over an image: its size, their steps and reach, and the size of the maps that they make. */
export type Windows = Pick<
  tf.backend_util.Conv2DInfo,
  | "padInfo"
  | "inHeight"
  | "inWidth"
  | "outHeight"
  | "outWidth"
  | "strideHeight"
  | "strideWidth"
  | "effectiveFilterHeight"
  | "effectiveFilterWidth"
>;

/** Zeros around an image. */
export interface Sides {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/**
 * The padding of windows as numbers, whichever way it was given: with these TensorFlow, which rounds sizes down, makes
 * maps of the size that tfjs says.
 *
 * Behind the image there is as much as the last window needs: tfjs may round sizes up, and counts zeros that no window
 * sees.
 */
export function sidesOf(windows: Windows): Sides {
  const { padInfo, inHeight, inWidth } = windows;
  const { top, left } = padInfo;
  const [rows, columns] = seenSize(windows);
  return {
    top,
    bottom: Math.max(0, rows - top - inHeight),
    left,
    right: Math.max(0, columns - left - inWidth),
  };
}

/** Rows and columns, padding included, from the first that a window sees to the last. */
export function seenSize(windows: Windows): [rows: number, columns: number] {
  const { outHeight, outWidth, strideHeight, strideWidth } = windows;
  const { effectiveFilterHeight, effectiveFilterWidth } = windows;
  return [
    (outHeight - 1) * strideHeight + effectiveFilterHeight,
    (outWidth - 1) * strideWidth + effectiveFilterWidth,
  ];
}

/** Which of TensorFlow's words says the same, if one does. */
export function paddingName(windows: Windows): "SAME" | "VALID" | "EXPLICIT" {
  const { top, bottom, left, right } = sidesOf(windows);
  if (top + bottom + left + right === 0) return "VALID";
  const { inHeight, inWidth, outHeight, outWidth, strideHeight, strideWidth } = windows;
  const same =
    outHeight === Math.ceil(inHeight / strideHeight) &&
    outWidth === Math.ceil(inWidth / strideWidth) &&
    top === Math.floor((top + bottom) / 2) &&
    left === Math.floor((left + right) / 2);
  return same ? "SAME" : "EXPLICIT";
}
