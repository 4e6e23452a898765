import type * as tf from "@tensorflow/tfjs";
import { withOneDnn } from "../backend/one-dnn.ts";
import { runOperation } from "../backend/run-operation.ts";
import { precedeKernel } from "./replace-kernel.ts";

type Inputs = Record<"a" | "b", tf.TensorInfo>;

/** Products of float32 matrices by oneDNN where it serves. */
export function registerMatMul(): void {
  precedeKernel(
    "BatchMatMul",
    ({ a, b }: Inputs, attributes: { transposeA: boolean; transposeB: boolean }, backend) => {
      if (!backend.oneDnn || a.dtype !== "float32" || b.dtype !== "float32") return undefined;
      const { transposeA, transposeB } = attributes;
      const [name, all] = withOneDnn(backend, "BatchMatMulV2", {
        T: { type: "float32" },
        adj_x: transposeA,
        adj_y: transposeB,
      });
      const [product] = runOperation<[tf.Tensor]>(backend, name, [a, b], all);
      return product;
    },
  );
}
