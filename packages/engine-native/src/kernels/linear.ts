import type * as tf from "@tensorflow/tfjs";
import type { NativeBackend } from "../backend/native-backend.ts";
import { type Form, PLAIN } from "../backend/tensor-data.ts";
import { replaceKernel } from "./replace-kernel.ts";

interface ForwardInputs {
  x: tf.TensorInfo;
  kernel: tf.TensorInfo;
  bias?: tf.TensorInfo;
}

/** `Linear` of `@unlabeled/core` and its gradients: multiplied in the engine's precision, with float32 results. */
export function registerLinear(): void {
  replaceKernel("Linear", ({ x, kernel, bias }: ForwardInputs, _attributes, backend) => [
    multiply(backend, { a: x, b: kernel, ...(bias && { bias }) }),
  ]);
  replaceKernel(
    "LinearInputGrad",
    ({ dy, kernel }: Record<"dy" | "kernel", tf.TensorInfo>, _attributes, backend) => [
      multiply(backend, { a: dy, b: kernel, transposeB: true }),
    ],
  );
  replaceKernel(
    "LinearKernelGrad",
    ({ x, dy }: Record<"x" | "dy", tf.TensorInfo>, _attributes, backend) => [
      multiply(backend, { a: x, b: dy, transposeA: true }),
    ],
  );
}

interface Product {
  a: tf.TensorInfo;
  b: tf.TensorInfo;
  bias?: tf.TensorInfo;
  transposeA?: boolean;
  transposeB?: boolean;
}

function multiply(
  backend: NativeBackend,
  { a, b, bias, transposeA = false, transposeB = false }: Product,
): tf.TensorInfo {
  const form: Form = { ...PLAIN, halves: backend.precision === "bfloat16" };
  const [aRows, aColumns] = a.shape as [number, number];
  const [bRows, bColumns] = b.shape as [number, number];
  const [M, K] = transposeA ? [aColumns, aRows] : [aRows, aColumns];
  const N = transposeB ? bRows : bColumns;
  const { tensor, elements } = backend.makeFloats([M, N]);
  if (M * N === 0) return tensor;
  if (K === 0) {
    const start = bias ? backend.floats(bias) : new Float32Array(N);
    for (let row = 0; row < M; row++) elements.set(start, row * N);
    return tensor;
  }
  const shape = Int32Array.of(1, 1, M, K, N, Number(transposeA), Number(transposeB));
  const [left, right] = [backend.elements(a, form), backend.elements(b, form)];
  backend.addon.matmul(shape, left, right, elements, bias && backend.floats(bias));
  return tensor;
}
