import { assertPositiveIntegers } from "@unlabeled/core";
import type { Source } from "../sources/source.ts";
import type { ShardOption } from "../sources/subset-shard.ts";
import type { LabelsIdentity } from "./shard-identity.ts";

export interface PseudoLabelOptions {
  /** The folder, which is made where there is none; nothing else is to be in it. */
  readonly folder: string;
  /** A fingerprint of the teacher's weights: what they are known by again. */
  readonly teacher: string;
  /** Names of the L classes, in the order of the probabilities; their numbers as text where there are none. */
  readonly classes: readonly string[];
  /** Height and width of the view that the teacher sees, pixels. */
  readonly size: number;
  /** How often a student has become the teacher, counted from 1. Default 1. */
  readonly round?: number;
  /** What computes, and in which precision: another one gives other last digits. Default: not said. */
  readonly engine?: string;
  /** Pictures of a file, ≥ 1. Default 10,000. */
  readonly shardSize?: number;
  /** The part for one of `count` processes: files `index`, `index + count`, …. Default: all. */
  readonly shard?: ShardOption;
}

const DEFAULT_SHARD_SIZE = 10_000;

/** @throws {RangeError} If an option is out of its range. */
export function checkedIdentity(
  { fingerprint, length }: Source,
  options: PseudoLabelOptions,
): LabelsIdentity {
  const { folder, teacher, classes, size, round = 1, engine = "" } = options;
  const { shardSize = DEFAULT_SHARD_SIZE, shard = { index: 0, count: 1 } } = options;
  assertPositiveIntegers("writePseudoLabels", { size, round, shardSize });
  assertPositiveIntegers("writePseudoLabels", { "shard.count": shard.count });
  if (!Number.isInteger(shard.index) || shard.index < 0 || shard.index >= shard.count) {
    throw new RangeError(
      `writePseudoLabels: shard.index must be an integer in [0, ${shard.count}); got ${shard.index}.`,
    );
  }
  for (const [name, value] of Object.entries({ folder, teacher })) {
    if (value === "") throw new RangeError(`writePseudoLabels: ${name} must be named; got "".`);
  }
  if (classes.length < 1) {
    throw new RangeError("writePseudoLabels: classes must name at least one; got none.");
  }
  const shards = Math.ceil(length / shardSize);
  return { teacher, source: fingerprint, size, round, engine, classes, shardSize, shards };
}
