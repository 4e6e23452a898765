import * as tf from "@tensorflow/tfjs";
import type { WasmBackend } from "../backend/wasm-backend.ts";
import type { Heap } from "../threads/heap.ts";
import { precedeKernel } from "./replace-kernel.ts";

/** Smaller sums are not worth waking a thread. */
const FEWEST_FLOATS = 16384;
const CHUNK_FLOATS = 65536;

/** Sums of two large tensors of one shape: where gradients of a shortcut and its block meet. */
export function registerAdd(heap: Heap, backend: WasmBackend): void {
  precedeKernel("Add", backend, ({ inputs }) => {
    const { a, b } = inputs as { a: tf.TensorInfo; b: tf.TensorInfo };
    const size = tf.util.sizeFromShape(a.shape);
    const fits =
      size >= FEWEST_FLOATS &&
      a.dtype === "float32" &&
      b.dtype === "float32" &&
      tf.util.arraysEqual(a.shape, b.shape);
    if (!fits) return undefined;
    const out = backend.makeOutput(a.shape, "float32");
    const addresses = [a, b, out].map(({ dataId }) => backend.getMemoryOffset(dataId));
    heap.run("add", [...addresses, size, CHUNK_FLOATS], Math.ceil(size / CHUNK_FLOATS));
    return out;
  });
}
