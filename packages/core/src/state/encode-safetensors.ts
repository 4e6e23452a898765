import { countOf, type StoredTensor, type StoredTensors } from "./stored-tensor.ts";

/** The format's order of types, the widest first, so that all data is aligned: the reference writer's. */
const TYPES = [
  { dtype: "I64", values: BigInt64Array },
  { dtype: "F32", values: Float32Array },
  { dtype: "I32", values: Int32Array },
  { dtype: "U8", values: Uint8Array },
  { dtype: "BOOL", values: Uint8Array },
] as const;

const ALIGNMENT = 8;

/**
 * Tensors as a file in the safetensors format, the same bytes that Python's `safetensors` writes.
 *
 * The file depends on the contents alone, not on the order of the names: it is ordered by type, then name.
 *
 * @param tensors - By name. `__metadata__` is not a name.
 * @param metadata - Texts of your own, kept in the header in this order. Default none.
 * @throws {RangeError} If a name is `__metadata__`, or a tensor's values do not fill its shape.
 * @throws {TypeError} If a tensor's values are not of its dtype, or a text of the metadata is not a string.
 *
 * @see https://github.com/huggingface/safetensors#format
 *
 * @example
 * await writeFile("backbone.safetensors", encodeSafetensors(await variableTensors(backbone.parameters)));
 */
export function encodeSafetensors(
  tensors: StoredTensors,
  metadata?: Readonly<Record<string, string>>,
): Uint8Array {
  for (const [key, text] of Object.entries(metadata ?? {})) {
    if (typeof text !== "string") {
      throw new TypeError(
        `encodeSafetensors: metadata must be strings; got ${typeof text} for ${key}.`,
      );
    }
  }
  const ordered = Object.entries(tensors)
    .map(([name, tensor]) => ({ name, tensor, rank: rankOf(name, tensor) }))
    .sort((a, b) => a.rank - b.rank || (a.name < b.name ? -1 : 1));

  const header: [string, unknown][] = metadata ? [["__metadata__", metadata]] : [];
  let end = 0;
  for (const { name, tensor } of ordered) {
    const begin = end;
    end += tensor.values.byteLength;
    header.push([name, { dtype: tensor.dtype, shape: tensor.shape, data_offsets: [begin, end] }]);
  }
  const text = new TextEncoder().encode(objectText(header));
  const headerLength = Math.ceil(text.length / ALIGNMENT) * ALIGNMENT;

  const bytes = new Uint8Array(8 + headerLength + end).fill(0x20, 8, 8 + headerLength);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerLength), true);
  bytes.set(text, 8);
  let position = 8 + headerLength;
  for (const { tensor } of ordered) {
    const { buffer, byteOffset, byteLength } = tensor.values;
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), position); // hosts are little-endian, as the format
    position += byteLength;
  }
  return bytes;
}

/** Checks a tensor; its type's place in the file. */
function rankOf(name: string, { dtype, shape, values }: StoredTensor): number {
  if (name === "__metadata__") {
    throw new RangeError(
      "encodeSafetensors: names must not be __metadata__, which the format keeps for itself; got it.",
    );
  }
  const rank = TYPES.findIndex((type) => type.dtype === dtype);
  const type = TYPES[rank];
  if (type === undefined || !(values instanceof type.values)) {
    throw new TypeError(
      `encodeSafetensors: ${name} must be ${TYPES.map(({ dtype, values }) => `${dtype} in ${values.name}`).join(", ")}; ` +
        `got ${dtype} in ${values.constructor.name}.`,
    );
  }
  if (!shape.every((size) => Number.isInteger(size) && size >= 0)) {
    throw new RangeError(
      `encodeSafetensors: sizes of ${name} must be integers ≥ 0; got [${shape.join(", ")}].`,
    );
  }
  if (values.length !== countOf(shape)) {
    throw new RangeError(
      `encodeSafetensors: ${name} of shape [${shape.join(", ")}] must have ${countOf(shape)} values; got ${values.length}.`,
    );
  }
  if (dtype === "BOOL" && values.some((value) => value > 1)) {
    throw new RangeError(
      `encodeSafetensors: values of ${name} must be 0 or 1, as its type is BOOL.`,
    );
  }
  return rank;
}

/** JSON of an object with its keys in this order: a real object would put keys that are numbers first. */
function objectText(entries: readonly [string, unknown][]): string {
  const members = entries.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`);
  return `{${members.join(",")}}`;
}
