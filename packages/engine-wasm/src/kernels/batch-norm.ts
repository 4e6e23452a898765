import type * as tf from "@tensorflow/tfjs";
import type { WasmBackend } from "../backend/wasm-backend.ts";
import type { Heap } from "../threads/heap.ts";
import { replaceKernel } from "./replace-kernel.ts";

/** Floats of a chunk: some tens of microseconds of reading and writing. */
const CHUNK_FLOATS = 32768;

interface Attributes {
  epsilon: number;
  relu: boolean;
  /** Whether the gradient of a residual is wanted. */
  residual?: boolean;
}

/** The bits of a float, for a job's numbers. */
function bits(value: number): number {
  return new Int32Array(Float32Array.of(value).buffer)[0] as number;
}

function rowsOf(shape: readonly number[]) {
  const C = shape.at(-1) as number;
  const R = shape.slice(0, -1).reduce((product, n) => product * n, 1);
  const rowsAChunk = Math.max(1, Math.floor(CHUNK_FLOATS / C));
  return { C, R, rowsAChunk, chunks: Math.ceil(R / rowsAChunk) };
}

/** `BatchNormTrain` and `BatchNormTrainGrad` of `@unlabeled/core`: two passes over memory each. */
export function registerBatchNorm(heap: Heap): void {
  replaceKernel("BatchNormTrain", ({ inputs, attrs, backend }) => {
    const wasm = backend as WasmBackend;
    const { x, scale, offset, residual } = inputs as Record<string, tf.TensorInfo>;
    const { epsilon, relu } = attrs as unknown as Attributes;
    if (!x || !scale || !offset)
      throw new RangeError("BatchNormTrain: inputs must be x, scale, offset.");
    const at = (tensor: tf.TensorInfo) => wasm.getMemoryOffset(tensor.dataId);
    const { C, R, rowsAChunk, chunks } = rowsOf(x.shape);
    const outputs = [x.shape, [C], [C]].map((shape) => wasm.makeOutput(shape, "float32"));
    const [y, mean, variance] = outputs as [tf.TensorInfo, tf.TensorInfo, tf.TensorInfo];
    const factor = heap.allocate(4 * (2 * C + 2 * C * chunks));
    const shift = factor + 4 * C;
    const sums = shift + 4 * C;
    heap.run("normSums", [at(x), R, C, rowsAChunk, sums], chunks);
    const moments = [at(scale), at(offset), at(mean), at(variance), factor, shift, bits(epsilon)];
    heap.run("normMoments", [at(x), R, C, sums, chunks, ...moments], 1);
    const rest = [residual ? at(residual) : 0, relu ? 1 : 0, at(y)];
    heap.run("normApply", [at(x), R, C, rowsAChunk, factor, shift, ...rest], chunks);
    heap.free(factor);
    return outputs;
  });

  replaceKernel("BatchNormTrainGrad", ({ inputs, attrs, backend }) => {
    const wasm = backend as WasmBackend;
    const { dy, x, scale, y, mean, variance } = inputs as Record<string, tf.TensorInfo>;
    const { epsilon, relu, residual = true } = attrs as unknown as Attributes;
    if (!dy || !x || !scale || !y || !mean || !variance) {
      throw new RangeError("BatchNormTrainGrad: inputs must be dy, x, scale, y, mean, variance.");
    }
    const at = (tensor: tf.TensorInfo) => wasm.getMemoryOffset(tensor.dataId);
    const { C, R, rowsAChunk, chunks } = rowsOf(x.shape);
    const outputs = [x.shape, [C], [C]].map((shape) => wasm.makeOutput(shape, "float32"));
    const [dx, dScale, dOffset] = outputs as [tf.TensorInfo, tf.TensorInfo, tf.TensorInfo];
    const masked = residual && relu ? wasm.makeOutput(x.shape, "float32") : undefined;
    const a = heap.allocate(4 * (3 * C + 2 * C * chunks));
    const [b, c, sums] = [a + 4 * C, a + 8 * C, a + 12 * C];
    const rows = [at(dy), at(x), relu ? at(y) : 0, R, C, rowsAChunk];
    heap.run("normGradientSums", [...rows, at(mean), sums], chunks);
    const moments = [at(scale), at(mean), at(variance), bits(epsilon)];
    heap.run(
      "normGradientMoments",
      [R, C, sums, chunks, ...moments, at(dScale), at(dOffset), a, b, c],
      1,
    );
    heap.run("normGradientApply", [...rows, a, b, c, at(dx), masked ? at(masked) : 0], chunks);
    heap.free(a);
    if (!residual) return outputs;
    if (masked) return [...outputs, masked];
    wasm.incRef(dy.dataId); // without a ReLU the residual's gradient is dy itself
    return [...outputs, { dataId: dy.dataId, shape: dy.shape, dtype: dy.dtype }];
  });
}
