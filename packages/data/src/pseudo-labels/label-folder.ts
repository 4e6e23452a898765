import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { type ShardHeader, shardHeader } from "./read-shard.ts";
import { difference, identityTexts, type LabelsIdentity } from "./shard-identity.ts";
import { type ShardPlace, shardPlace } from "./shard-name.ts";

/** The shards in a folder by their names, in order; none if there is no folder. */
export async function shardsIn(
  folder: string,
): Promise<readonly (ShardPlace & { readonly path: string })[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  return names
    .flatMap((name) => {
      const place = shardPlace(name);
      return place === undefined ? [] : { ...place, path: join(folder, name) };
    })
    .sort((a, b) => a.shard - b.shard || a.shards - b.shards);
}

/**
 * A folder's shards by their numbers, after looking whether each is one of these.
 *
 * @throws {RangeError} If one is of something else, or damaged; the message names it.
 */
export async function sameShards(
  caller: string,
  folder: string,
  identity: LabelsIdentity,
): Promise<ReadonlyMap<number, ShardHeader>> {
  const headers = new Map<number, ShardHeader>();
  for (const { shard, shards, path } of await shardsIn(folder)) {
    const header = await shardHeader(caller, path);
    const texts = { ...header.texts, shards: `${shards}` }; // as its name says
    const other = difference(identityTexts(identity, shard), texts);
    if (other !== undefined) {
      const { name, expected, got } = other;
      throw new RangeError(
        `${caller}: folder must hold only pseudo-labels with ${name} ${expected}; got ${name} ${got} in "${path}". Remove those that are there, or name another folder.`,
      );
    }
    headers.set(shard, header);
  }
  return headers;
}

/** The pictures of a shard: [start, end). */
export function shardRange(
  { shardSize }: Pick<LabelsIdentity, "shardSize">,
  shard: number,
  length: number,
): { readonly start: number; readonly end: number } {
  return { start: shard * shardSize, end: Math.min((shard + 1) * shardSize, length) };
}
