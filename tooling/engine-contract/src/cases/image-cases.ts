import * as tf from "@tensorflow/tfjs";
import {
  any,
  type GradientCase,
  one,
  positive,
  spread,
  type T1,
  type T4,
  type T5,
  uniform,
} from "./gradient-case.ts";

/** Operations that convolve, pool or resize. */
export const IMAGE_CASES: readonly GradientCase[] = [
  one("Conv2D", any([2, 5, 6, 3], [3, 2, 3, 4]), (x: T4, w: T4) => tf.conv2d(x, w, 1, "same")),
  one(
    "Conv2D",
    any([2, 7, 8, 3], [3, 3, 3, 9]),
    (x: T4, w: T4) =>
      tf.conv2d(x, w, 2, [
        [0, 0],
        [1, 2],
        [0, 3],
        [0, 0],
      ]),
    "stride 2, uneven padding",
  ),
  one("Conv2DBackpropInput", any([2, 3, 4, 5], [3, 3, 2, 5]), (dy: T4, w: T4) =>
    tf.conv2dTranspose(dy, w, [2, 6, 8, 2], 2, "same"),
  ),
  one("Conv3D", any([1, 4, 4, 4, 2], [2, 2, 2, 2, 3]), (x: T5, w: T5) =>
    tf.conv3d(x, w, 1, "same"),
  ),
  one("DepthwiseConv2dNative", any([2, 5, 6, 3], [3, 3, 3, 1]), (x: T4, w: T4) =>
    tf.depthwiseConv2d(x, w, 1, "same"),
  ),
  one(
    "DepthwiseConv2dNative",
    any([2, 7, 7, 8], [3, 3, 8, 1]),
    (x: T4, w: T4) => tf.depthwiseConv2d(x, w, 2, "same"),
    "stride 2",
  ),
  one(
    "DepthwiseConv2dNative",
    any([1, 6, 5, 2], [2, 3, 2, 3]),
    (x: T4, w: T4) => tf.depthwiseConv2d(x, w, 1, "valid"),
    "multiplier 3",
  ),
  one("Dilation2D", spread([1, 5, 5, 2], [2, 2, 2]), (x: T4, w: tf.Tensor3D) =>
    tf.dilation2d(x, w, 1, "valid"),
  ),
  one(
    "FusedBatchNorm",
    positive([2, 3, 3, 4], [4], [4], [4], [4]),
    (x: T4, m: T1, v: T1, o: T1, s: T1) => tf.batchNorm(x, m, v, o, s, 0.01),
  ),
  one("LRN", any([1, 2, 3, 8]), (x: T4) => tf.localResponseNormalization(x, 2, 1, 0.5, 0.75)),
  one("MaxPool", spread([2, 6, 5, 3]), (x: T4) => tf.maxPool(x, 3, 2, "same")),
  one("MaxPool", spread([1, 6, 6, 4]), (x: T4) => tf.maxPool(x, 2, 2, "valid"), "valid"),
  one(
    "MaxPool",
    uniform(-3, -1)([2, 7, 5, 6]),
    (x: T4) =>
      tf.maxPool(x, 3, 2, [
        [0, 0],
        [1, 1],
        [1, 0],
        [0, 0],
      ]),
    "negative, explicit padding",
  ),
  one("AvgPool", any([2, 6, 5, 3]), (x: T4) => tf.avgPool(x, 3, 2, "same")),
  one("AvgPool", any([1, 4, 4, 4]), (x: T4) => tf.avgPool(x, 2, 2, "valid"), "valid"),
  one("MaxPool3D", spread([1, 4, 4, 4, 2]), (x: T5) => tf.maxPool3d(x, 2, 2, "valid")),
  one(
    "MaxPool3D",
    uniform(-3, -1)([1, 4, 4, 4, 2]),
    (x: T5) => tf.maxPool3d(x, 3, 1, "same"),
    "negative",
  ),
  one("AvgPool3D", any([1, 4, 4, 4, 2]), (x: T5) => tf.avgPool3d(x, 2, 2, "valid")),
  one("ResizeBilinear", any([2, 4, 4, 3]), (x: T4) => tf.image.resizeBilinear(x, [7, 3])),
  one(
    "ResizeBilinear",
    any([2, 4, 4, 3]),
    (x: T4) => tf.image.resizeBilinear(x, [7, 9], true),
    "corners aligned",
  ),
];

/** Linear operations whose gradient the cpu backend gets wrong: checked by what a gradient of them must satisfy. */
export const LINEAR_CASES: readonly GradientCase[] = [
  one("ResizeNearestNeighbor", any([2, 4, 5, 3]), (x: T4) =>
    tf.image.resizeNearestNeighbor(x, [7, 3]),
  ),
  one(
    "ResizeBilinear",
    any([2, 4, 5, 3]),
    (x: T4) => tf.image.resizeBilinear(x, [7, 3]),
    "not square",
  ),
];
