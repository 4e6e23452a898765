import { basename } from "node:path";
import { PictureNames } from "../listing/picture-names.ts";
import type { PictureLocation } from "../pictures/picture-location.ts";
import { tarSamples } from "./tar-samples.ts";

/** The pictures of many shards: columns instead of objects, as there may be millions. */
export interface TarTable {
  readonly paths: readonly string[];
  /** Bytes of each shard, and when it was last changed, ms since 1970. */
  readonly sizes: Float64Array;
  readonly times: Float64Array;
  /** For each picture: which shard, its member's name, where it lies there, how many bytes. */
  readonly shards: Uint32Array;
  readonly names: PictureNames;
  readonly offsets: Float64Array;
  readonly lengths: Float64Array;
  /** 1 for a member that lies with its holes left out. */
  readonly sparse: Uint8Array;
  /** The text of each picture's label, where labels were asked for; "" for none. */
  readonly texts?: PictureNames;
}

/** Reads the headers of all shards. @throws {RangeError} As `tarSamples`. */
export async function readTarTable(
  caller: string,
  paths: readonly string[],
  labels: boolean,
): Promise<TarTable> {
  const names = new PictureNames();
  const texts = labels ? new PictureNames() : undefined;
  const [sizes, times] = [new Float64Array(paths.length), new Float64Array(paths.length)];
  const shards: number[] = [];
  const offsets: number[] = [];
  const lengths: number[] = [];
  const sparse: number[] = [];
  for (const [shard, path] of paths.entries()) {
    const { samples, size, modified } = await tarSamples(caller, path, labels);
    sizes[shard] = size;
    times[shard] = modified;
    for (const { picture, label = "" } of samples) {
      shards.push(shard);
      names.push(Buffer.from(picture.name).toString("latin1"));
      offsets.push(picture.offset);
      lengths.push(picture.size);
      sparse.push(picture.isSparse ? 1 : 0);
      texts?.push(Buffer.from(label).toString("latin1"));
    }
  }
  return {
    paths,
    sizes,
    times,
    shards: Uint32Array.from(shards),
    names,
    offsets: Float64Array.from(offsets),
    lengths: Float64Array.from(lengths),
    sparse: Uint8Array.from(sparse),
    texts,
  };
}

/** `shard.tar/member`. */
export function tarKey({ paths, shards, names }: TarTable, index: number): string {
  return `${basename(paths[shards[index] as number] as string)}/${names.text(index)}`;
}

/** Where a picture lies in its shard. */
export function tarLocation(table: TarTable, index: number): PictureLocation {
  if (table.sparse[index] === 1) {
    return {
      kind: "unreadable",
      reason: "it lies in the shard as a sparse file: pack the shard again without --sparse",
    };
  }
  const shard = table.shards[index] as number;
  return {
    kind: "file",
    path: table.paths[shard] as string,
    offset: table.offsets[index] as number,
    length: table.lengths[index] as number,
    state: { size: table.sizes[shard] as number, modified: table.times[shard] as number },
  };
}
