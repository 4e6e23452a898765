import type * as tf from "@tensorflow/tfjs";
import { makeBools, makeInts } from "./make-values.ts";
import { precedeKernel } from "./replace-kernel.ts";

/** Cast from float32 to int32 and bool, and from these to float32. */
export function registerCast(): void {
  precedeKernel(
    "Cast",
    ({ x }: { x: tf.TensorInfo }, { dtype }: { dtype: tf.DataType }, backend) => {
      const { addon } = backend;
      if (x.dtype === "float32" && (dtype === "int32" || dtype === "bool")) {
        const from = backend.floats(x);
        const { tensor, elements } = (dtype === "bool" ? makeBools : makeInts)(backend, x.shape);
        addon.cast(from, elements);
        return tensor;
      }
      // tfjs would let the float32 tensor have the ints themselves
      const from = dtype === "float32" ? backend.data.get(x.dataId).values : undefined;
      const known =
        (x.dtype === "int32" && from instanceof Int32Array) ||
        (x.dtype === "bool" && from instanceof Uint8Array);
      if (!known) return undefined;
      const { tensor, elements } = backend.makeFloats(x.shape);
      addon.cast(from, elements);
      return tensor;
    },
  );
}
