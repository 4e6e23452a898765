import * as tf from "@tensorflow/tfjs";
import { any, type GradientCase, int, one, spread, type T4 } from "./gradient-case.ts";

/** Operations that move elements. */
export const MOVING_CASES: readonly GradientCase[] = [
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
