import type * as tf from "@tensorflow/tfjs";
import type { NativeBackend } from "../backend/native-backend.ts";
import { precedeKernel } from "./replace-kernel.ts";

interface Attributes {
  readonly shape: number[];
  readonly value: number;
  readonly dtype: tf.DataType;
}

/** Fill, ZerosLike and OnesLike of float32, in pooled memory. */
export function registerFill(): void {
  precedeKernel("Fill", (_inputs, { shape, value, dtype }: Attributes, backend) =>
    dtype === "float32" ? filled(backend, shape, value) : undefined,
  );
  for (const [kernelName, value] of [
    ["ZerosLike", 0],
    ["OnesLike", 1],
  ] as const) {
    precedeKernel(kernelName, ({ x }: { x: tf.TensorInfo }, _attributes, backend) =>
      x.dtype === "float32" ? filled(backend, x.shape, value) : undefined,
    );
  }
}

function filled(backend: NativeBackend, shape: number[], value: number): tf.TensorInfo {
  const { tensor, elements } = backend.makeFloats(shape);
  elements.fill(value);
  return tensor;
}
