import * as tf from "@tensorflow/tfjs";
import {
  any,
  type GradientCase,
  int,
  one,
  positive,
  spread,
  type T1,
  type T4,
  type T5,
  uniform,
} from "./gradient-case.ts";

/** Operations that reduce, multiply, convolve, pool, resize or move elements. */
export const OTHER_CASES: readonly GradientCase[] = [
  one("AddN", any([2, 3], [2, 3], [2, 3]), (...all: tf.Tensor[]) => tf.addN(all)),
  one("AddN", any([2, 3]), (a: tf.Tensor) => tf.addN([a, a]), "one tensor twice"),

  one("ArgMax", spread([3, 4]), (x: tf.Tensor) =>
    tf.add(tf.cast(tf.argMax(x, 1), "float32"), tf.sum(x, 1)),
  ),
  one("ArgMin", spread([3, 4]), (x: tf.Tensor) =>
    tf.add(tf.cast(tf.argMin(x, 0), "float32"), tf.sum(x, 0)),
  ),
  ...[[0], [1], [0, 1], [2, 0], [-1]].flatMap((axis) => [
    one("Max", spread([2, 3, 5]), (x: tf.Tensor) => tf.max(x, axis), `${axis}`),
    one("Mean", any([2, 3, 5]), (x: tf.Tensor) => tf.mean(x, axis), `${axis}`),
    one("Min", spread([2, 3, 5]), (x: tf.Tensor) => tf.min(x, axis, true), `${axis}`),
    one("Sum", any([2, 3, 5]), (x: tf.Tensor) => tf.sum(x, axis), `${axis}`),
  ]),
  one("Prod", positive([2, 3, 5]), (x: tf.Tensor) => tf.prod(x, 1)),
  one("Cumsum", any([2, 5]), (x: tf.Tensor) => tf.cumsum(x, 1)),
  one("Cumsum", any([3, 5]), (x: tf.Tensor) => tf.cumsum(x, 1, true, true), "exclusive, reverse"),
  one("Softmax", any([4, 7]), (x: tf.Tensor) => tf.softmax(x)),
  one("Softmax", any([2, 3, 130]), (x: tf.Tensor) => tf.softmax(x), "long"),
  one("LogSoftmax", any([4, 7]), (x: tf.Tensor) => tf.logSoftmax(x)),

  ...[false, true].flatMap((a) =>
    [false, true].map((b) =>
      one(
        "BatchMatMul",
        any(a ? [4, 3] : [3, 4], b ? [5, 4] : [4, 5]),
        (x: tf.Tensor, y: tf.Tensor) => tf.matMul(x, y, a, b),
        `transposed: ${a}, ${b}`,
      ),
    ),
  ),
  one(
    "BatchMatMul",
    any([2, 3, 4], [2, 4, 5]),
    (x: tf.Tensor, y: tf.Tensor) => tf.matMul(x, y),
    "batches",
  ),
  one(
    "BatchMatMul",
    any([33, 65], [65, 17]),
    (x: tf.Tensor, y: tf.Tensor) => tf.matMul(x, y),
    "larger",
  ),

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

  one("BatchToSpaceND", any([4, 1, 2, 1]), (x: T4) =>
    tf.batchToSpaceND(
      x,
      [2, 2],
      [
        [0, 0],
        [0, 1],
      ],
    ),
  ),
  one("SpaceToBatchND", any([1, 2, 4, 1]), (x: T4) =>
    tf.spaceToBatchND(
      x,
      [2, 2],
      [
        [0, 0],
        [0, 0],
      ],
    ),
  ),
  one("BroadcastTo", any([3, 1]), (x: tf.Tensor) => tf.broadcastTo(x, [2, 3, 4])),
  one("Concat", any([2, 3], [2, 1]), (a: tf.Tensor, b: tf.Tensor) => tf.concat([a, b], 1)),
  one("GatherV2", any([4, 3]), (x: tf.Tensor) => tf.gather(x, int([2, 0, 2]))),
  one("GatherV2", any([2, 4, 3]), (x: tf.Tensor) => tf.gather(x, int([3, 1]), 1), "axis 1"),
  one("MirrorPad", any([3, 4]), (x: tf.Tensor) =>
    tf.mirrorPad(
      x,
      [
        [1, 1],
        [2, 0],
      ],
      "reflect",
    ),
  ),
  one("OneHot", any([3, 4]), (x: tf.Tensor) => tf.mul(x, tf.oneHot(int([1, 0, 3]), 4))),
  one("Pack", any([2, 3], [2, 3]), (a: tf.Tensor, b: tf.Tensor) => tf.stack([a, b], 1)),
  one("PadV2", any([2, 3]), (x: tf.Tensor) =>
    tf.pad(x, [
      [1, 0],
      [2, 3],
    ]),
  ),
  one("Reverse", any([2, 3, 4]), (x: tf.Tensor) => tf.reverse(x, [0, 2])),
  one("Select", spread([2, 3], [2, 3]), (a: tf.Tensor, b: tf.Tensor) =>
    tf.where(tf.tensor2d([1, 0, 0, 1, 1, 0], [2, 3], "bool"), a, b),
  ),
  one("Slice", any([3, 4, 5]), (x: tf.Tensor) => tf.slice(x, [1, 0, 2], [2, 3, 2])),
  one("SplitV", any([2, 6]), (x: tf.Tensor) =>
    tf.mul(...(tf.split(x, 2, 1) as [tf.Tensor, tf.Tensor])),
  ),
  one("Tile", any([2, 3]), (x: tf.Tensor) => tf.tile(x, [2, 3])),
  ...[
    [1, 0, 2],
    [2, 0, 1],
    [0, 2, 1],
  ].map((order) =>
    one("Transpose", any([2, 3, 5]), (x: tf.Tensor) => tf.transpose(x, order), `${order}`),
  ),
  one("Unpack", any([2, 3]), (x: tf.Tensor) =>
    tf.mul(...(tf.unstack(x) as [tf.Tensor, tf.Tensor])),
  ),
  one("UnsortedSegmentSum", any([4, 3]), (x: tf.Tensor) =>
    tf.unsortedSegmentSum(x, int([0, 2, 0, 1]), 3),
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

/** Operations whose gradient is not compared at all, and why. */
export const NOT_COMPARED: Readonly<Record<string, string>> = {
  ComplexAbs: "complex numbers: the wasm backend cannot hold them",
};
