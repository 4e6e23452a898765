import type * as tf from "@tensorflow/tfjs";
import { replaceKernel } from "./replace-kernel.ts";

type Inputs = Record<"logits" | "labels", tf.TensorInfo>;

/** `SoftmaxCrossEntropy` of `@unlabeled/core`: the mean loss of [N, L] logits and its gradient of them, in one pass. */
export function registerSoftmaxCrossEntropy(): void {
  replaceKernel("SoftmaxCrossEntropy", ({ logits, labels }: Inputs, _attributes, backend) => {
    const [N, L] = logits.shape as [number, number];
    const [from, targets] = [backend.floats(logits), backend.floats(labels)];
    const loss = backend.makeFloats([]);
    const gradient = backend.makeFloats(logits.shape);
    if (N * L > 0) {
      backend.addon.softmaxCrossEntropy(N, L, from, targets, loss.elements, gradient.elements);
    } else {
      loss.elements[0] = 0 / N; // as the mean of the rows' sums
    }
    return [loss.tensor, gradient.tensor];
  });
}
