import * as tf from "@tensorflow/tfjs";
import type { NativeBackend } from "../backend/native-backend.ts";
import { isHeldInHalves, moved } from "./move.ts";
import { precedeKernel } from "./replace-kernel.ts";
import { along, whole } from "./view.ts";

interface SplitAttributes {
  numOrSizeSplits: number | number[];
  axis: number;
}

/** SplitV and Unpack. What lies together in float32 tfjs hands on without moving it. */
export function registerSplits(): void {
  precedeKernel(
    "SplitV",
    ({ x }: Record<"x", tf.TensorInfo>, attributes: SplitAttributes, backend) => {
      const axis = tf.util.parseAxisParam(attributes.axis, x.shape)[0] as number;
      const sizes = tf.backend_util.prepareSplitSize(
        x as tf.Tensor,
        attributes.numOrSizeSplits,
        axis,
      );
      return split(backend, x, axis, sizes, (size) => x.shape.with(axis, size));
    },
  );

  precedeKernel(
    "Unpack",
    ({ value }: Record<"value", tf.TensorInfo>, attributes: { axis: number }, backend) => {
      const axis = tf.util.parseAxisParam(attributes.axis, value.shape)[0] as number;
      const sizes = new Array<number>(value.shape[axis] as number).fill(1);
      return split(backend, value, axis, sizes, () => value.shape.toSpliced(axis, 1));
    },
  );
}

function split(
  backend: NativeBackend,
  x: tf.TensorInfo,
  axis: number,
  sizes: number[],
  shapeOf: (size: number) => number[],
): tf.TensorInfo[] | undefined {
  const together = tf.util.sizeFromShape(x.shape.slice(0, axis)) === 1;
  if (together && !isHeldInHalves(backend, x)) return undefined;
  let begin = 0;
  const parts = sizes.map((size) => {
    const source = along(whole(x.shape), axis, begin, size);
    begin += size;
    return moved(backend, x, shapeOf(size), source, whole(source.sizes));
  });
  return parts.every((tensor) => tensor !== undefined) ? parts : undefined;
}
