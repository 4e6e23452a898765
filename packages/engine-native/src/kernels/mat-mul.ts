import * as tf from "@tensorflow/tfjs";
import { precedeKernel } from "./replace-kernel.ts";

type Inputs = Record<"a" | "b", tf.TensorInfo>;

interface Attributes {
  transposeA: boolean;
  transposeB: boolean;
}

/** BatchMatMul on oneDNN, for matrices and for batches of them that agree or of which one is 1. */
export function registerMatMul(): void {
  precedeKernel(
    "BatchMatMul",
    ({ a, b }: Inputs, { transposeA, transposeB }: Attributes, backend) => {
      if (a.dtype !== "float32" || b.dtype !== "float32") return undefined;
      const [aBatch, bBatch] = [a, b].map(({ shape }) => shape.slice(0, -2)) as [
        number[],
        number[],
      ];
      const [aCount, bCount] = [aBatch, bBatch].map(tf.util.sizeFromShape) as [number, number];
      const [aRows, aColumns] = a.shape.slice(-2) as [number, number];
      const [bRows, bColumns] = b.shape.slice(-2) as [number, number];
      const [M, K] = transposeA ? [aColumns, aRows] : [aRows, aColumns];
      const N = transposeB ? bRows : bColumns;
      const together = tf.util.arraysEqual(aBatch, bBatch) || aCount === 1 || bCount === 1;
      if (!together || M * K * N * aCount * bCount === 0) return undefined;
      const batch = tf.broadcast_util.assertAndGetBroadcastShape(aBatch, bBatch);
      const { tensor, elements } = backend.makeFloats([...batch, M, N]);
      const shape = Int32Array.of(aCount, bCount, M, K, N, Number(transposeA), Number(transposeB));
      backend.addon.matmul(shape, backend.floats(a), backend.floats(b), elements);
      return tensor;
    },
  );
}
