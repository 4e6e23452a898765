import { importMemory } from "../backend/import-memory.ts";
import { KERNELS_BASE64, RELAXED_KERNELS_BASE64 } from "./kernels-binary.ts";

/** Our kernels, compiled for tfjs's memory; with fused multiply-add where `relaxed` SIMD is here. */
export function loadKernels(options: {
  shared: boolean;
  relaxed: boolean;
}): Promise<WebAssembly.Module> {
  const text = atob(options.relaxed ? RELAXED_KERNELS_BASE64 : KERNELS_BASE64);
  const binary = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
  const limits = { initial: 1, maximum: 65536, shared: options.shared };
  return WebAssembly.compile(importMemory(binary, limits));
}
