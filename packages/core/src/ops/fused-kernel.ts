import * as tf from "@tensorflow/tfjs";

type Attributes = Readonly<
  Record<string, number | boolean | number[] | number[][] | Float32Array | (() => void)>
>;

/** Whether the current engine has a kernel of its own for a fused operation. */
export function hasFusedKernel(name: string): boolean {
  return tf.getKernel(name, tf.getBackend()) !== undefined;
}

/** Runs the current engine's kernel; its outputs, in the order that the operation documents. */
export function runFusedKernel(
  name: string,
  inputs: Record<string, tf.Tensor>,
  attributes: Attributes,
): tf.Tensor[] {
  return tf
    .engine()
    .runKernel(name, inputs, attributes as unknown as tf.NamedAttrMap) as unknown as tf.Tensor[];
}
