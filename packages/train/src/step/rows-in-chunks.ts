import * as tf from "@tensorflow/tfjs";
import type { Tensors } from "@unlabeled/core";

/**
 * One function a chunk of the batch's images, in order, that takes it out. What it returns is the caller's.
 *
 * @throws {RangeError} If the batch's tensors differ in their numbers of rows.
 */
export function chunksOf<T extends Tensors>(batch: T, chunk: number): (() => T)[] {
  const rows = Object.entries(batch).map(([name, { shape }]) => [name, shape[0] ?? 0] as const);
  const N = rows[0]?.[1] ?? 0;
  if (rows.some(([, count]) => count !== N)) {
    const counts = rows.map(([name, count]) => `${name} ${count}`).join(", ");
    throw new RangeError(
      `train: with chunk, all tensors of a batch must have the same number of rows; got ${counts}.`,
    );
  }
  return Array.from({ length: N / chunk }, (_, i) => () => chunkOf(batch, chunk, i));
}

/** Rows `[i chunk, (i + 1) chunk)` of each tensor. */
export function chunkOf<T extends Tensors>(tensors: T, chunk: number, i: number): T {
  const entries = Object.entries(tensors).map(
    ([name, tensor]) => [name, tf.slice(tensor, i * chunk, chunk)] as const,
  );
  return Object.fromEntries(entries) as unknown as T;
}

/** All chunks' rows, in order, by name; the parts are freed. */
export function joined<T extends Tensors>(parts: readonly T[]): T {
  const names = Object.keys(parts[0] ?? {});
  const entries = names.map(
    (name) => [name, tf.concat(parts.map((part) => part[name] as tf.Tensor))] as const,
  );
  tf.dispose([...parts]);
  return Object.fromEntries(entries) as unknown as T;
}
