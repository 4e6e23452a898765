import { permutation } from "@unlabeled/core";
import type { Source } from "../sources/source.ts";
import { shuffledThroughBuffer } from "./shuffle-buffer.ts";

/** How the order of an epoch is chosen. */
export interface OrderOptions {
  /**
   * "exact" (default): every order is as likely as any other. "shuffle-buffer": for shards too large for
   * memory on disks that are slow to seek. Shards come in a random order, their pictures one after the
   * other into a buffer, and each picture shown is a random one of the buffer. Both are decided by seed
   * and epoch, show every picture once, and begin inside an epoch at no cost.
   */
  readonly order?: "exact" | "shuffle-buffer";
  /** Pictures in the buffer, ≥ 1, with order "shuffle-buffer". Default 10,000. */
  readonly shuffleBuffer?: number;
}

/** The order of one epoch. */
export interface EpochOrder {
  /** The sample at each position of the epoch. */
  readonly shown: Uint32Array;
  /** With a buffer, the samples in the order in which they enter it; the one shown at p is in by p + K. */
  readonly entering?: Uint32Array;
}

export const DEFAULT_SHUFFLE_BUFFER = 10_000;

/** @throws {RangeError} If an option is out of its range. */
export function checkOrder(caller: string, { order = "exact", shuffleBuffer }: OrderOptions): void {
  if (order !== "exact" && order !== "shuffle-buffer") {
    throw new RangeError(`${caller}: order must be "exact" or "shuffle-buffer"; got "${order}".`);
  }
  if (shuffleBuffer === undefined) return;
  if (order === "exact") {
    throw new RangeError(
      `${caller}: shuffleBuffer must be left out with order "exact"; got ${shuffleBuffer}.`,
    );
  }
  if (!Number.isInteger(shuffleBuffer) || shuffleBuffer < 1) {
    throw new RangeError(
      `${caller}: shuffleBuffer must be a positive integer; got ${shuffleBuffer}.`,
    );
  }
}

/** Orders of epochs; the last two are remembered, as batches ahead reach into the next epoch. */
export function epochOrders(
  source: Source,
  seed: number,
  { order, shuffleBuffer = DEFAULT_SHUFFLE_BUFFER }: OrderOptions,
): (epoch: number) => EpochOrder {
  const shards = order === "shuffle-buffer" ? shardStarts(source) : undefined;
  const made = (epoch: number): EpochOrder =>
    shards === undefined
      ? { shown: permutation(source.length, { seed, purpose: "order", epoch }) }
      : shuffledThroughBuffer(shards, source.length, shuffleBuffer, { seed, epoch });
  const known = new Map<number, EpochOrder>();
  return (epoch) => {
    const one = known.get(epoch) ?? made(epoch);
    known.delete(epoch); // and last again: the first is the one used longest ago
    known.set(epoch, one);
    for (const old of known.keys()) if (known.size > 2) known.delete(old);
    return one;
  };
}

/** Where another file begins: pictures in between lie in one file, in this order. */
function shardStarts(source: Source): Uint32Array {
  const starts: number[] = [];
  let before: string | undefined;
  for (let index = 0; index < source.length; index++) {
    const location = source.locate(index);
    const path = "path" in location ? location.path : "";
    if (path !== before) starts.push(index);
    before = path;
  }
  return Uint32Array.from(starts);
}
