/** A module with one function of this body. */
const moduleOf = (...body: number[]): Uint8Array<ArrayBuffer> =>
  new Uint8Array([
    ...[0, 97, 115, 109, 1, 0, 0, 0], // magic number, version
    ...[1, 4, 1, 96, 0, 0], // a type: no parameters, no results
    ...[3, 2, 1, 0], // a function of that type
    ...[10, body.length + 4, 1, body.length + 2, 0, ...body, 11],
  ]);

const VECTOR = [65, 0, 253, 15]; // i32.const 0, i8x16.splat
const DROP = 26;
const SIMD = moduleOf(...VECTOR, DROP);
const RELAXED_SIMD = moduleOf(...VECTOR, ...VECTOR, ...VECTOR, 253, 133, 2, DROP); // f32x4.relaxed_madd

/** Whether WebAssembly is here, with 128-bit SIMD. */
export function hasSimd(): boolean {
  return typeof WebAssembly === "object" && WebAssembly.validate(SIMD);
}

/** Whether it has relaxed SIMD, and so fused multiply-add: Node 22 and later, browsers of 2024 and later. */
export function hasRelaxedSimd(): boolean {
  return WebAssembly.validate(RELAXED_SIMD);
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
