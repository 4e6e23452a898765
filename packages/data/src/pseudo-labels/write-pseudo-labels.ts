import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Source } from "../sources/source.ts";
import { subset } from "../sources/subset.ts";
import { cutIntoShards, type ProbabilityRows } from "./cut-into-shards.ts";
import { encodeShard } from "./encode-shard.ts";
import { sameShards, shardRange, shardsIn } from "./label-folder.ts";
import { checkedIdentity, type PseudoLabelOptions } from "./pseudo-label-options.ts";
import { readShardRows } from "./read-shard.ts";
import type { LabelsIdentity } from "./shard-identity.ts";
import { shardName } from "./shard-name.ts";
import { removeForgotten, writeShard } from "./write-shard.ts";

/** What a call has done, of its part of the shards. */
export interface WrittenPseudoLabels {
  /** Paths of the files that it wrote. */
  readonly written: readonly string[];
  /** How many of its files were there before. */
  readonly found: number;
  /** How many files of all processes are not there yet. */
  readonly missing: number;
  /** Places in the source of its pictures that could not be read and have no row, rising. */
  readonly unreadable: readonly number[];
}

/**
 * Writes what a teacher says of the pictures of a source into Parquet files in a folder, a row a picture: `key`, `index` (its
 * place in the source), `label`, `class`, `confidence`, `probabilities`, `round`, `teacher`.
 *
 * File s of S, `part-00003-of-00012.parquet`, has pictures s · shardSize … (s + 1) · shardSize − 1, and appears whole. Those that
 * are there already stay: after an interruption the same call goes on, and loses the one file that was open. Any number of
 * processes can write into one folder, each its `shard`. The files are the same to the byte whatever was interrupted and
 * however many processes there were, if `predict` says the same of a picture wherever it begins: on one engine, with as many
 * threads, in batches that end where files do, as they do where `shardSize` is a multiple of the batch size. Memory holds one
 * file's rows at most.
 *
 * @param predict - Gives rows for pictures, which are all or some of the source's: in their order, for each that can be read.
 *   It is called at most once. Where it has no row, the picture counts as unreadable; so it must not end early, but throw.
 * @throws {RangeError} If an option is out of its range, the folder holds labels of something else or damaged ones (the message
 *   names the file, what was expected and what came), or rows are not probabilities. What `predict` throws.
 * @throws {Error} If a file cannot be written.
 *
 * @see Xie et al., Self-training with Noisy Student improves ImageNet classification, 2020, algorithm 1, step 2
 *
 * @example
 * await writePseudoLabels(
 *   photos,
 *   async function* (pictures) {
 *     for await (const { images, indices } of evaluationBatches(pictures, view, { batchSize: 250 })) {
 *       const values = tf.tidy(() => tf.softmax(teacher.apply(images, "evaluate")));
 *       yield { indices, values: (await values.data()) as Float32Array };
 *       tf.dispose([images, values]);
 *     }
 *   },
 *   { folder: "pseudo-labels", teacher: "sha256:…", classes: ["cat", "dog"], size: 224 },
 * );
 */
export async function writePseudoLabels(
  source: Source,
  predict: (pictures: Source) => AsyncIterable<ProbabilityRows>,
  options: PseudoLabelOptions,
): Promise<WrittenPseudoLabels> {
  const identity = checkedIdentity(source, options);
  const { folder, shard: { index, count } = { index: 0, count: 1 } } = options;
  await mkdir(folder, { recursive: true });
  await removeForgotten(folder);
  const there = await sameShards("writePseudoLabels", folder, identity);
  const own = Array.from({ length: identity.shards }, (_, s) => s).filter(
    (s) => s % count === index,
  );
  const left = own.filter((shard) => !there.has(shard));

  const written: string[] = [];
  const unreadable: number[] = [];
  for (const shard of own) {
    const header = there.get(shard);
    const range = shardRange(identity, shard, source.length);
    if (header === undefined || header.rows === range.end - range.start) continue;
    const { indices } = await readShardRows("writePseudoLabels", header, range);
    unreadable.push(...absent(indices, range));
  }
  if (left.length > 0) {
    const places = placesOf(identity, left, source.length);
    const pictures = places.length === source.length ? source : subset(source, places);
    const rows = predict(pictures);
    for await (const { shard, ...cut } of cutIntoShards(rows, { identity, left, places, source })) {
      const path = join(folder, shardName(shard, identity.shards));
      await writeShard(
        path,
        encodeShard(cut, { identity, shard }, (at) => source.key(at)),
      );
      written.push(path);
      unreadable.push(...absent(cut.indices, shardRange(identity, shard, source.length)));
    }
  }
  const now = await shardsIn(folder);
  return {
    written,
    found: own.length - left.length,
    missing: identity.shards - now.length,
    unreadable: unreadable.sort((a, b) => a - b),
  };
}

function placesOf(identity: LabelsIdentity, shards: readonly number[], length: number): Int32Array {
  const ranges = shards.map((shard) => shardRange(identity, shard, length));
  const places = new Int32Array(ranges.reduce((sum, { start, end }) => sum + end - start, 0));
  let at = 0;
  for (const { start, end } of ranges) {
    for (let place = start; place < end; place++) places[at++] = place;
  }
  return places;
}

/** Places in a range that are not among some rising ones. */
function absent(
  indices: Int32Array,
  { start, end }: { readonly start: number; readonly end: number },
): number[] {
  const there = new Set(indices);
  return Array.from({ length: end - start }, (_, i) => start + i).filter((at) => !there.has(at));
}
