import { importMemory } from "../backend/import-memory.ts";
import { KERNELS_BASE64 } from "./kernels-binary.ts";

/** Our kernels, compiled for tfjs's memory. */
export function loadKernels(shared: boolean): Promise<WebAssembly.Module> {
  const binary = Uint8Array.from(atob(KERNELS_BASE64), (letter) => letter.charCodeAt(0));
  return WebAssembly.compile(importMemory(binary, { initial: 1, maximum: 65536, shared }));
}
