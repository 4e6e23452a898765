import { permutation, randomStream } from "@unlabeled/core";
import type { EpochOrder } from "./epoch-order.ts";

/**
 * The order that a shuffle buffer gives: shards in a random order, their samples one after the other
 * into a buffer of `size`; each sample shown is drawn from the buffer, and the next one takes its place.
 *
 * With one shard and a buffer for all of it, this is an order as random as any (Fisher-Yates).
 *
 * @param starts - Where each shard begins, rising from 0.
 * @param length - Samples in all.
 *
 * @see tf.data.Dataset.shuffle, which describes the same buffer; WebDataset, for the shards
 */
export function shuffledThroughBuffer(
  starts: Uint32Array,
  length: number,
  size: number,
  { seed, epoch }: { readonly seed: number; readonly epoch: number },
): Required<EpochOrder> {
  const entering = new Uint32Array(length);
  let filled = 0;
  for (const shard of permutation(starts.length, { seed, purpose: "order/shards", epoch })) {
    const end = starts[shard + 1] ?? length;
    for (let sample = starts[shard] as number; sample < end; sample++) entering[filled++] = sample;
  }
  const buffer = entering.slice(0, size);
  let held = buffer.length;
  let next = held;
  const random = randomStream({ seed, purpose: "order/buffer", epoch });
  const shown = new Uint32Array(length);
  for (let position = 0; position < length; position++) {
    const at = random.integer(held);
    shown[position] = buffer[at] as number;
    buffer[at] = (next < length ? entering[next++] : buffer[--held]) as number;
  }
  return { shown, entering };
}
