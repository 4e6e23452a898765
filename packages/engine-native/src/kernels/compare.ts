import * as tf from "@tensorflow/tfjs";
import { broadcastLayout } from "./broadcast-layout.ts";
import { makeBools } from "./make-values.ts";
import { precedeKernel } from "./replace-kernel.ts";

/** As the addon numbers them: `Comparison` in operations.h. */
const OPERATIONS = ["Greater", "GreaterEqual", "Less", "LessEqual", "Equal", "NotEqual"];

/** Comparisons of float32 tensors, and Select, which is `tf.where`, between two of them. */
export function registerCompare(): void {
  for (const [operation, kernelName] of OPERATIONS.entries()) {
    precedeKernel(
      kernelName,
      ({ a, b }: Record<"a" | "b", tf.TensorInfo>, _attributes, backend) => {
        if (a.dtype !== "float32" || b.dtype !== "float32") return undefined;
        const layout = broadcastLayout(a.shape, b.shape);
        if (!layout) return undefined;
        const [left, right] = [backend.floats(a), backend.floats(b)];
        const { tensor, elements } = makeBools(backend, layout.shape);
        if (elements.length > 0)
          backend.addon.compare(operation, layout.steps, left, right, elements);
        return tensor;
      },
    );
  }

  precedeKernel(
    "Select",
    (inputs: Record<"condition" | "t" | "e", tf.TensorInfo>, _attributes, backend) => {
      const { condition, t, e } = inputs;
      if (t.dtype !== "float32" || e.dtype !== "float32") return undefined;
      const same = [condition, e].every(({ shape }) => tf.util.arraysEqual(shape, t.shape));
      const truths = backend.data.get(condition.dataId).values;
      if (!same || !(truths instanceof Uint8Array)) return undefined;
      const [chosen, other] = [backend.floats(t), backend.floats(e)];
      const { tensor, elements } = backend.makeFloats(t.shape);
      backend.addon.choose(truths, chosen, other, elements);
      return tensor;
    },
  );
}
