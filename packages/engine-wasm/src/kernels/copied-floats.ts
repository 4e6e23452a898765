import type { WasmBackend } from "../backend/wasm-backend.ts";
import { replaceKernel } from "./replace-kernel.ts";

/** Core's copiedTensor: values copied straight to the module's memory. */
export function registerCopiedFloats(backend: WasmBackend): void {
  replaceKernel("CopiedFloats", ({ attrs }) => {
    const { values, shape } = attrs as unknown as { values: Float32Array; shape: number[] };
    const out = backend.makeOutput(shape, "float32");
    backend.typedArrayFromHeap(out).set(values);
    return [out];
  });
}
