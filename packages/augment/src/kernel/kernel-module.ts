import { KERNEL_BASE64 } from "./kernel-binary.ts";

/** What assembly/index.ts exports. All but `memory` take and give 32-bit integers: addresses are bytes in the memory. */
export interface KernelExports {
  readonly memory: WebAssembly.Memory;
  readonly axisTaps: (...integers: number[]) => number;
  readonly axisWeights: (...integers: number[]) => void;
  readonly fixedPairs: (...integers: number[]) => void;
  readonly floatWeights: (...integers: number[]) => void;
  readonly layOut: (...integers: number[]) => void;
  readonly setBlur: (...integers: number[]) => void;
  readonly setAxes: (...integers: number[]) => void;
  readonly resizeRows: (...integers: number[]) => void;
  readonly changeRows: (...integers: number[]) => void;
  readonly finishRows: (...integers: number[]) => void;
}

let compiled: WebAssembly.Module | undefined;

/**
 * A kernel with a memory of its own.
 *
 * @throws {Error} If there is no WebAssembly with SIMD here.
 */
export function instantiateKernel(): KernelExports {
  try {
    compiled ??= new WebAssembly.Module(
      Uint8Array.from(atob(KERNEL_BASE64), (letter) => letter.charCodeAt(0)),
    );
    return new WebAssembly.Instance(compiled).exports as unknown as KernelExports;
  } catch (error) {
    throw new Error(
      "augment: views need WebAssembly with SIMD, which Node has, and browsers since 2023; it could not be compiled here. A page's Content-Security-Policy must allow 'wasm-unsafe-eval'.",
      { cause: error },
    );
  }
}
