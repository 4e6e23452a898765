import type * as tf from "@tensorflow/tfjs";
import { precedeKernel } from "./replace-kernel.ts";

type Inputs = Record<"logits", tf.TensorInfo>;

/** Softmax of float32 logits over their last axis, the only one that tfjs takes. */
export function registerSoftmax(): void {
  precedeKernel("Softmax", ({ logits }: Inputs, { dim }: { dim: number }, backend) => {
    const { dtype, shape } = logits;
    const last = dim === -1 || dim === shape.length - 1;
    const classes = shape.at(-1);
    if (!last || !classes || dtype !== "float32" || shape.includes(0)) return undefined;
    const from = backend.floats(logits);
    const { tensor, elements } = backend.makeFloats(shape);
    backend.addon.softmax(elements.length / classes, classes, from, elements);
    return tensor;
  });
}
