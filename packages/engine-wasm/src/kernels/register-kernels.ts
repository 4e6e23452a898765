import { registerMissingKernels, runEmptyOnCpu } from "@unlabeled/core";
import type { WasmBackend } from "../backend/wasm-backend.ts";
import type { Heap } from "../threads/heap.ts";
import { registerAdd } from "./add.ts";
import { registerBatchNorm } from "./batch-norm.ts";
import { registerConv2d } from "./conv-2d.ts";
import { registerCopiedFloats } from "./copied-floats.ts";
import { registerDepthwise } from "./depthwise.ts";
import { registerMatMul } from "./mat-mul.ts";
import { registerMaxPool } from "./max-pool.ts";
import { mendKernels } from "./mended-kernels.ts";

/** Makes tfjs's wasm backend whole: missing kernels, wrong ones, and those that are faster here. */
export function registerKernels(heap: Heap, backend: WasmBackend): void {
  registerMissingKernels("wasm");
  mendKernels();
  registerConv2d(heap);
  registerDepthwise(heap, backend);
  registerMaxPool(heap);
  registerMatMul(heap, backend);
  registerBatchNorm(heap);
  registerAdd(heap, backend);
  registerCopiedFloats(backend);
  runEmptyOnCpu("wasm");
}
