import { resolve } from "node:path";
import { readTarTable, type TarTable } from "../tar/tar-table.ts";
import { fileStates } from "./find-file-states.ts";
import { PictureNames } from "./picture-names.ts";
import {
  indexPath,
  isSettled,
  loadIndex,
  type SavedIndex,
  saveIndex,
  unwritable,
  WORTH_SAVING,
} from "./saved-index.ts";

/**
 * The pictures of shards: from their headers, or as a saved index has them where every shard has the
 * size and the time of change it had then.
 *
 * @param saved - Whether an index is used and saved; undefined from 10,000 pictures on, where the
 *   cache folder can be written.
 * @throws {RangeError} As `readTarTable`.
 * @throws {Error} If `saved` is true and the index cannot be written.
 */
export async function listShards(
  caller: string,
  paths: readonly string[],
  labels: boolean,
  saved?: boolean,
): Promise<TarTable> {
  if (saved === false) return readTarTable(caller, paths, labels);
  const place = indexPath("tar", String(labels), ...paths.map((path) => resolve(path)));
  const known = await loadIndex(place);
  const table = known && tableOf(paths, known);
  if (table !== undefined && (await isCurrent(table))) return table;
  const begin = Date.now();
  const read = await readTarTable(caller, paths, labels);
  if (isSettled(begin, read.times) && (saved || read.names.length >= WORTH_SAVING)) {
    await saveIndex(place, indexOf(read)).catch((error: unknown) => {
      if (saved) throw unwritable(caller, place, error);
    });
  }
  return read;
}

async function isCurrent({ paths, sizes, times }: TarTable): Promise<boolean> {
  const path = (index: number): string => Buffer.from(paths[index] as string).toString("latin1");
  const now = await fileStates(paths.length, path);
  return (
    now.sizes.every((size, shard) => size === sizes[shard]) &&
    now.times.every((time, shard) => time === times[shard])
  );
}

function indexOf({ names, texts, paths, ...columns }: TarTable): SavedIndex {
  const [members, labels] = [names.packed(), texts?.packed()];
  return {
    facts: { labels: labels !== undefined, shards: paths.length },
    columns: {
      ...columns,
      names: members.bytes,
      ends: members.ends,
      ...(labels && { texts: labels.bytes, textEnds: labels.ends }),
    },
  };
}

function tableOf(paths: readonly string[], { facts, columns }: SavedIndex): TarTable {
  const numbers = (name: string): Float64Array => columns[name] as Float64Array; // as saved
  const bytes = (name: string): Uint8Array => columns[name] as Uint8Array;
  return {
    paths,
    sizes: numbers("sizes"),
    times: numbers("times"),
    shards: columns.shards as Uint32Array,
    names: PictureNames.unpacked(bytes("names"), numbers("ends")),
    offsets: numbers("offsets"),
    lengths: numbers("lengths"),
    sparse: bytes("sparse"),
    texts: facts.labels ? PictureNames.unpacked(bytes("texts"), numbers("textEnds")) : undefined,
  };
}
