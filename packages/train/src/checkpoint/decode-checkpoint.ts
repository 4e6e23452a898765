import { decodeSafetensors } from "@unlabeled/core";
import type { Checkpoint } from "./checkpoint.ts";
import { damage } from "./checksum.ts";

/** Reads a checkpoint's file; a text that says what is wrong if it is not whole. */
export function decodeCheckpoint(bytes: Uint8Array): Omit<Checkpoint, "path"> | string {
  const wrong = damage(bytes);
  if (wrong !== undefined) return wrong;
  const { tensors, metadata } = decodeSafetensors(bytes);
  return { step: Number(metadata.step), record: JSON.parse(metadata.run ?? "null"), tensors };
}
