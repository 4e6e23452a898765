import type * as tf from "@tensorflow/tfjs";
import type { NamedVariable } from "@unlabeled/core";
import type { RunRecord } from "../run/run-record.ts";
import { UNSEALED } from "./checksum.ts";

/** Where a variable's values lie in a checkpoint: bytes `[begin, end)` of the file. */
export interface Place {
  readonly name: string;
  readonly variable: tf.Variable;
  readonly dtype: StoredType["dtype"];
  readonly begin: number;
  readonly end: number;
}

/** A checkpoint before its values: a safetensors file, as `encodeSafetensors` of core writes it. */
export interface CheckpointLayout {
  /** The file's beginning, with a placeholder for the checksum in it. */
  readonly header: Uint8Array;
  /** Together the rest of the file, in its order. */
  readonly places: readonly Place[];
  readonly byteLength: number;
}

interface StoredType {
  readonly dtype: "F32" | "I32" | "BOOL";
  /** Bytes a value. */
  readonly width: number;
}

/** By tfjs's names, in the format's order: the widest first, so that all values are aligned. */
const TYPES: ReadonlyMap<string, StoredType> = new Map([
  ["float32", { dtype: "F32", width: 4 }],
  ["int32", { dtype: "I32", width: 4 }],
  ["bool", { dtype: "BOOL", width: 1 }],
]);

const ALIGNMENT = 8;

/**
 * Plans a checkpoint, so that values can be copied straight to where they are written from.
 *
 * @throws {TypeError} If a variable is not float32, int32 or bool.
 */
export function checkpointLayout(
  variables: readonly NamedVariable[],
  { step, record }: { readonly step: number; readonly record: RunRecord },
): CheckpointLayout {
  const metadata = { sha256: UNSEALED, step: `${step}`, run: JSON.stringify(record) };
  const members = [["__metadata__", metadata] as const];
  const places: Place[] = [];
  let end = 0; // of the data
  for (const { name, variable } of inOrder(variables)) {
    const { dtype, width } = TYPES.get(variable.dtype) as StoredType;
    const begin = end;
    end += variable.size * width;
    places.push({ name, variable, dtype, begin, end });
  }
  const entries = places.map(({ name, variable, dtype, begin, end }) => {
    return [name, { dtype, shape: variable.shape, data_offsets: [begin, end] }] as const;
  });
  const text = new TextEncoder().encode(objectText([...members, ...entries]));
  const length = Math.ceil(text.length / ALIGNMENT) * ALIGNMENT;
  const header = new Uint8Array(8 + length).fill(0x20, 8);
  new DataView(header.buffer).setBigUint64(0, BigInt(length), true);
  header.set(text, 8);
  const moved = places.map((place) => {
    return { ...place, begin: header.length + place.begin, end: header.length + place.end };
  });
  return { header, places: moved, byteLength: header.length + end };
}

/** By type, then by name. */
function inOrder(variables: readonly NamedVariable[]): NamedVariable[] {
  const types = [...TYPES.keys()];
  const ranked = variables.map(({ name, variable }) => {
    const rank = types.indexOf(variable.dtype);
    if (rank !== -1) return { name, variable, rank };
    throw new TypeError(
      `train: ${name} must be one of ${types.join(", ")} to be saved; got ${variable.dtype}.`,
    );
  });
  return ranked.sort((a, b) => a.rank - b.rank || (a.name < b.name ? -1 : 1));
}

/** JSON of an object with its keys in this order: a real object would put keys that are numbers first. */
function objectText(members: readonly (readonly [string, unknown])[]): string {
  return `{${members.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(",")}}`;
}
