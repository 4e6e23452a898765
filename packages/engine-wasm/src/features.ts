/** A function with one SIMD instruction: i32.const 0, i8x16.splat, i8x16.popcnt, drop. */
const SIMD_MODULE = [
  ...[0, 97, 115, 109, 1, 0, 0, 0], // magic number, version
  ...[1, 4, 1, 96, 0, 0], // a type: no parameters, no results
  ...[3, 2, 1, 0], // a function of that type
  ...[10, 11, 1, 9, 0, 65, 0, 253, 15, 253, 98, 26, 11],
];

/** Whether WebAssembly is here, with 128-bit SIMD. */
export function hasSimd(): boolean {
  return typeof WebAssembly === "object" && WebAssembly.validate(new Uint8Array(SIMD_MODULE));
}

/** Whether threads may share a memory: always in Node, in browsers on cross-origin isolated pages. */
export function mayShareMemory(): boolean {
  if (typeof SharedArrayBuffer !== "function") return false;
  return typeof crossOriginIsolated !== "boolean" || crossOriginIsolated;
}

/** Threads that the process may use. */
export function usableThreads(): number {
  if (!mayShareMemory()) return 1;
  if (typeof process === "object" && process.versions?.node) {
    return process.getBuiltinModule("node:os").availableParallelism();
  }
  return navigator.hardwareConcurrency ?? 1;
}
