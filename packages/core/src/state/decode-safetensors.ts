import { parseHeader, type TensorEntry } from "./safetensors-header.ts";
import type { StoredTensor, StoredTensors } from "./stored-tensor.ts";
import { widenBrainHalves, widenHalves } from "./widen-halves.ts";

/** What a safetensors file holds. */
export interface SafetensorsFile {
  readonly tensors: StoredTensors;
  /** Texts of the header, empty if it has none. */
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * Reads a file in the safetensors format: F32, F16 and BF16 (widened to F32), I32, I64, U8 and BOOL.
 *
 * The values are copies. The file is checked whole before anything is returned: what it says of itself must
 * cover its bytes exactly once.
 *
 * @throws {RangeError} If the file is cut short or contradicts itself.
 * @throws {TypeError} If a tensor's type is another.
 *
 * @see https://github.com/huggingface/safetensors#format
 *
 * @example
 * const { tensors, metadata } = decodeSafetensors(await readFile("backbone.safetensors"));
 */
export function decodeSafetensors(bytes: Uint8Array): SafetensorsFile {
  const { entries, metadata, dataStart } = parseHeader(bytes);
  const tensors = entries.map((entry) => {
    const { begin, end } = entry;
    // a copy of its own: the data may lie anywhere, and typed arrays must be aligned
    const { buffer } = new Uint8Array(bytes.subarray(dataStart + begin, dataStart + end));
    return [entry.name, tensorOf(entry, buffer)] as const;
  });
  return { tensors: Object.fromEntries(tensors), metadata };
}

function tensorOf({ name, dtype, shape }: TensorEntry, buffer: ArrayBuffer): StoredTensor {
  switch (dtype) {
    case "F32":
      return { dtype, shape, values: new Float32Array(buffer) };
    case "F16":
      return { dtype: "F32", shape, values: widenHalves(new Uint16Array(buffer)) };
    case "BF16":
      return { dtype: "F32", shape, values: widenBrainHalves(new Uint16Array(buffer)) };
    case "I32":
      return { dtype, shape, values: new Int32Array(buffer) };
    case "I64":
      return { dtype, shape, values: new BigInt64Array(buffer) };
    case "U8":
      return { dtype, shape, values: new Uint8Array(buffer) };
    case "BOOL": {
      const values = new Uint8Array(buffer);
      const other = values.find((value) => value > 1);
      if (other !== undefined) {
        throw new RangeError(
          `decodeSafetensors: values of ${name} must be 0 or 1, as its type is BOOL; got ${other}.`,
        );
      }
      return { dtype, shape, values };
    }
  }
}
