import type { RowTable } from "../loading/batches-with-rows.ts";
import type { Source } from "../sources/source.ts";
import { sameShards, shardRange, shardsIn } from "./label-folder.ts";
import { probabilityRows } from "./probability-rows.ts";
import { readShardRows, type ShardHeader, shardHeader } from "./read-shard.ts";
import { rejectedPlaces } from "./rejected-places.ts";
import type { LabelsIdentity } from "./shard-identity.ts";
import { shardName } from "./shard-name.ts";

/** What a teacher said of each of N pictures, of a folder that is complete. */
export interface PseudoLabels {
  /** The class of the greatest probability, `[N]`, in [0, L); 0 of a picture that could not be read. */
  readonly labels: Int32Array;
  /** That probability, `[N]`, in [0, 1]; 0 of a picture that could not be read or was rejected. */
  readonly confidences: Float32Array;
  /** L, the number of classes. */
  readonly classes: number;
  /** Their names. */
  readonly names: readonly string[];
  /** Fingerprint of the teacher's weights. */
  readonly teacher: string;
  readonly round: number;
  /** Height and width of the view that it saw, pixels. */
  readonly size: number;
  /** Places of the pictures that could not be read, rising. */
  readonly unreadable: Int32Array;
  /** Places of the pictures that a person rejected, rising. */
  readonly rejected: Int32Array;
  /**
   * The probabilities of some pictures, a row each in the order of the places, which may repeat. Reads a file at a time, and
   * of that a thousand rows.
   *
   * @throws {RangeError} If a place is not in [0, N), or of a picture without a row or a rejected one, or a file is damaged.
   */
  rows(places: ArrayLike<number>): Promise<RowTable>;
}

/**
 * Reads what `writePseudoLabels` wrote of the pictures of a source: nine bytes a picture are held, whatever the number of classes.
 *
 * A picture that could not be read, or whose name is in the folder's `rejected.txt` (one a line), has the confidence 0, which no
 * real one has: `minConfidence` above 0 leaves it out, and `rows` refuses it.
 *
 * @throws {RangeError} If a file is missing, damaged or of another teacher or source than the rest, or rejected.txt has a name that is
 *   no picture's; the message names the file.
 *
 * @example
 * const predictions = await readPseudoLabels("pseudo-labels", photos);
 * const chosen = repeatedSamples(filterAndBalance(predictions, { perClass: 5000 }));
 * const taught = batchesWithRows(subset(photos, chosen), await predictions.rows(chosen), view, { batchSize: 256, seed: 0 });
 */
export async function readPseudoLabels(folder: string, source: Source): Promise<PseudoLabels> {
  const shards = await wholeFolder(folder, source);
  const [{ identity }] = shards as [ShardHeader];
  const N = source.length;
  const [labels, confidences] = [new Int32Array(N), new Float32Array(N)];
  const state = new Uint8Array(N).fill(UNREADABLE);
  for (const [shard, header] of shards.entries()) {
    const read = await readShardRows(CALLER, header, shardRange(identity, shard, N));
    for (const [row, place] of read.indices.entries()) {
      labels[place] = read.classes[row] as number;
      confidences[place] = read.confidences[row] as number;
      state[place] = USABLE;
    }
  }
  const unreadable = Int32Array.from(state.keys()).filter((place) => state[place] === UNREADABLE);
  const rejected = await rejectedPlaces(CALLER, folder, source);
  for (const place of rejected) {
    confidences[place] = 0;
    if (state[place] === USABLE) state[place] = REJECTED;
  }
  const { classes: names, teacher, round, size } = identity;
  return {
    ...{ labels, confidences, classes: names.length, names, teacher, round, size },
    ...{ unreadable, rejected },
    async rows(places) {
      requireUsable(places, state, source);
      return probabilityRows(shards, Int32Array.from(places), { labels, confidences, unreadable });
    },
  };
}

const CALLER = "readPseudoLabels";
const [USABLE, UNREADABLE, REJECTED] = [0, 1, 2];

/** @throws {RangeError} If shards are missing, or of another source. */
async function wholeFolder(folder: string, source: Source): Promise<readonly ShardHeader[]> {
  const [first] = await shardsIn(folder);
  if (first === undefined) {
    throw new RangeError(
      `${CALLER}: folder must hold pseudo-labels, ${shardName(0, 1)} for example; got none in "${folder}".`,
    );
  }
  const { identity } = await shardHeader(CALLER, first.path);
  const { fingerprint, length } = source;
  const wanted: LabelsIdentity = {
    ...identity,
    source: fingerprint,
    shards: Math.ceil(length / identity.shardSize),
  };
  const headers = await sameShards(CALLER, folder, wanted);
  const all = Array.from({ length: wanted.shards }, (_, shard) => headers.get(shard));
  const missing = all.flatMap((header, shard) =>
    header === undefined ? shardName(shard, wanted.shards) : [],
  );
  if (missing.length > 0) {
    const more = missing.length > 1 ? ` and ${missing.length - 1} more` : "";
    throw new RangeError(
      `${CALLER}: folder must have all of its ${wanted.shards} files; got "${folder}" without ${missing[0]}${more}. What wrote the others goes on with them.`,
    );
  }
  return all as ShardHeader[];
}

function requireUsable(places: ArrayLike<number>, state: Uint8Array, source: Source): void {
  for (const place of Array.from(places)) {
    if (state[place] === USABLE) continue;
    const got =
      state[place] === undefined
        ? place
        : `${place} ("${source.key(place)}"), which was ${state[place] === REJECTED ? "rejected" : "not readable"}`;
    throw new RangeError(
      `PseudoLabels.rows: places must be integers in [0, ${state.length}) of pictures that have labels; got ${got}.`,
    );
  }
}
