import type * as tf from "@tensorflow/tfjs";
import type { WasmBackend } from "../backend/wasm-backend.ts";
import type { Heap } from "../threads/heap.ts";
import { convolve } from "./convolve.ts";
import { precedeKernel } from "./replace-kernel.ts";
import { weightGradient } from "./weight-gradient.ts";
import type { Windows } from "./windows.ts";

interface Attributes {
  transposeA: boolean;
  transposeB: boolean;
}

/** Products of two matrices, as 1 × 1 convolutions and their weight gradients. */
export function registerMatMul(heap: Heap, backend: WasmBackend): void {
  precedeKernel("BatchMatMul", backend, ({ inputs, attrs }) => {
    const { a, b } = inputs as { a: tf.TensorInfo; b: tf.TensorInfo };
    const { transposeA, transposeB } = attrs as unknown as Attributes;
    const [rows, inner] = matrix(a.shape, transposeA);
    const [innerOfB, columns] = matrix(b.shape, transposeB);
    const fits =
      a.dtype === "float32" &&
      b.dtype === "float32" &&
      !(transposeA && transposeB) &&
      inner === innerOfB &&
      rows * inner * columns > 0 &&
      a.shape.slice(0, -2).every((n) => n === 1) &&
      b.shape.slice(0, -2).every((n) => n === 1);
    if (!fits) return undefined;
    const batch = a.shape.length >= b.shape.length ? a.shape.slice(0, -2) : b.shape.slice(0, -2);
    const out = backend.makeOutput([...batch, rows, columns], "float32");
    const [from, weights, to] = [a, b, out].map(({ dataId }) =>
      backend.getMemoryOffset(dataId),
    ) as [number, number, number];
    if (transposeA) {
      weightGradient(heap, pixels(from, inner, rows), weights, columns, to);
    } else {
      const strides = transposeB ? ([0, 0, 1, inner] as const) : ([0, 0, columns, 1] as const);
      const bytes = 4 * columns;
      convolve(
        heap,
        pixels(from, rows, inner),
        { address: weights, strides },
        {
          address: to,
          channels: columns,
          imageBytes: rows * bytes,
          rowBytes: bytes,
          pixelBytes: bytes,
        },
      );
    }
    return out;
  });
}

function matrix(shape: readonly number[], transposed: boolean): [rows: number, columns: number] {
  const [rows = 0, columns = 0] = shape.slice(-2);
  return transposed ? [columns, rows] : [rows, columns];
}

/** A matrix as one image, one column wide: a pixel a row. */
function pixels(x: number, rows: number, channels: number): Windows {
  return {
    ...{ x, images: 1, height: rows, width: 1, channels, top: 0, left: 0 },
    ...{ strideHeight: 1, strideWidth: 1, dilationHeight: 1, dilationWidth: 1 },
    ...{ kernelHeight: 1, kernelWidth: 1, outHeight: rows, outWidth: 1 },
  };
}
