import * as tf from "@tensorflow/tfjs";
import { runOperation } from "../backend/run-operation.ts";
import type { TensorflowBackend } from "../backend/tensorflow-backend.ts";
import type { Sides } from "./window-padding.ts";

type Shape4 = [number, number, number, number];

/** Images with `value` around them. The caller disposes them. */
export function padded(
  backend: TensorflowBackend,
  x: tf.TensorInfo,
  { top, bottom, left, right }: Sides,
  value: number,
): tf.Tensor {
  const sides = tf.tensor2d([0, 0, top, bottom, left, right, 0, 0], [4, 2], "int32");
  const fill = tf.scalar(value);
  const types = { T: { type: "float32" }, Tpaddings: { type: "int32" } } as const;
  const [y] = runOperation<[tf.Tensor]>(backend, "PadV2", [x, sides, fill], types);
  tf.dispose([sides, fill]);
  return y;
}

/** The shape of images with something around them. */
export function paddedShape(
  [N, H, W, C]: Shape4,
  { top, bottom, left, right }: Sides,
): [number, number, number, number] {
  return [N, top + H + bottom, left + W + right, C];
}

/** A part of images, from a row and a column on. The caller disposes it. */
export function part(
  backend: TensorflowBackend,
  x: tf.TensorInfo,
  { top, left }: Pick<Sides, "top" | "left">,
  shape: Shape4,
): tf.Tensor {
  const begin = tf.tensor1d([0, top, left, 0], "int32");
  const size = tf.tensor1d(shape, "int32");
  const types = { T: { type: "float32" }, Index: { type: "int32" } } as const;
  const [y] = runOperation<[tf.Tensor]>(backend, "Slice", [x, begin, size], types);
  tf.dispose([begin, size]);
  return y;
}
