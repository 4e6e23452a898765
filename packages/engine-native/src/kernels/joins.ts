import * as tf from "@tensorflow/tfjs";
import type { Movable } from "../addon/move-functions.ts";
import type { NativeBackend } from "../backend/native-backend.ts";
import { movable, move } from "./move.ts";
import { precedeKernel } from "./replace-kernel.ts";
import { along, whole } from "./view.ts";

/** Concat and Pack. */
export function registerJoins(): void {
  precedeKernel("Concat", (inputs: tf.TensorInfo[], attributes: { axis: number }, backend) => {
    const shapes = inputs.map(({ shape }) => shape);
    const axis = tf.util.parseAxisParam(attributes.axis, shapes[0] as number[])[0] as number;
    tf.backend_util.assertParamsConsistent(shapes, axis);
    const full = inputs.filter(({ shape }) => tf.util.sizeFromShape(shape) > 0);
    if (full.length < 2) return undefined;
    return join(backend, full, axis, tf.backend_util.computeOutShape(shapes, axis));
  });

  precedeKernel("Pack", (inputs: tf.TensorInfo[], attributes: { axis: number }, backend) => {
    const { shape } = inputs[0] as tf.TensorInfo;
    const alike = inputs.every((input) => tf.util.arraysEqual(input.shape, shape));
    if (inputs.length < 2 || !alike || tf.util.sizeFromShape(shape) === 0) return undefined;
    const axis = attributes.axis < 0 ? attributes.axis + shape.length + 1 : attributes.axis;
    const single = shape.toSpliced(axis, 0, 1);
    const singles = inputs.map((input) => ({ ...input, shape: single }));
    return join(backend, singles, axis, single.with(axis, inputs.length));
  });
}

/** A new tensor of the others one after the other along an axis. */
function join(
  backend: NativeBackend,
  inputs: tf.TensorInfo[],
  axis: number,
  shape: number[],
): tf.TensorInfo | undefined {
  const movables = movable(backend, inputs);
  if (!movables) return undefined;
  const { tensor, elements } = movables.make(shape);
  let begin = 0;
  inputs.forEach((input, i) => {
    const size = input.shape[axis] as number;
    const target = along(whole(shape), axis, begin, size);
    move(backend, movables.elements[i] as Movable, whole(input.shape), elements, target);
    begin += size;
  });
  return tensor;
}
