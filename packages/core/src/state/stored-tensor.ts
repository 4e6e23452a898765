/**
 * A tensor as a file holds it: a type of the safetensors format, the shape, and the values row by row.
 *
 * Halves (F16, BF16) are widened to F32 when they are read: exactly, since float32 holds all of them.
 */
export type StoredTensor = { readonly shape: readonly number[] } & (
  | { readonly dtype: "F32"; readonly values: Float32Array }
  | { readonly dtype: "I32"; readonly values: Int32Array }
  | { readonly dtype: "I64"; readonly values: BigInt64Array }
  | { readonly dtype: "U8"; readonly values: Uint8Array }
  /** 0 and 1. */
  | { readonly dtype: "BOOL"; readonly values: Uint8Array }
);

/** Tensors of a file, by name. */
export type StoredTensors = Readonly<Record<string, StoredTensor>>;

/** Values that a shape has. */
export function countOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
