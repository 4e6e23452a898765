import { decodeSafetensors, encodeSafetensors } from "@unlabeled/core";
import type { Checkpoint } from "./checkpoint.ts";
import { damage, seal, UNSEALED } from "./checksum.ts";

/** A checkpoint as a safetensors file, with its checksum in it. */
export function encodeCheckpoint({ step, record, tensors }: Omit<Checkpoint, "path">): Uint8Array {
  const metadata = { sha256: UNSEALED, step: `${step}`, run: JSON.stringify(record) };
  const bytes = encodeSafetensors(tensors, metadata);
  seal(bytes);
  return bytes;
}

/** Reads what `encodeCheckpoint` wrote; a text that says what is wrong if it is not whole. */
export function decodeCheckpoint(bytes: Uint8Array): Omit<Checkpoint, "path"> | string {
  const wrong = damage(bytes);
  if (wrong !== undefined) return wrong;
  const { tensors, metadata } = decodeSafetensors(bytes);
  return { step: Number(metadata.step), record: JSON.parse(metadata.run ?? "null"), tensors };
}
