import { open } from "node:fs/promises";
import type { ParquetColumn } from "../sources/parquet/parquet-columns.ts";
import { ParquetFile } from "../sources/parquet/parquet-file.ts";
import { type ParquetFooter, parquetFooter } from "../sources/parquet/parquet-footer.ts";
import { readNumbers } from "./read-numbers.ts";
import { SHARD_COLUMNS } from "./shard-columns.ts";
import { identityOf, type LabelsIdentity, metadataTexts } from "./shard-identity.ts";
import { rowsChecksum, type ShardRows } from "./shard-rows.ts";

/** What a shard's file says of itself. */
export interface ShardHeader {
  readonly path: string;
  /** The texts of its metadata. */
  readonly texts: Readonly<Record<string, string>>;
  readonly identity: LabelsIdentity;
  /** How many pictures have a row. */
  readonly rows: number;
}

/**
 * Opens a shard's file for as long as `run` takes.
 *
 * @throws {RangeError} If it is damaged or another file, also where `run` finds that; the message names it.
 */
export async function withShard<T>(
  caller: string,
  path: string,
  run: (file: ParquetFile, footer: ParquetFooter) => Promise<T>,
): Promise<T> {
  const handle = await open(path, "r");
  try {
    const file = new ParquetFile(path, handle, (await handle.stat()).size);
    return await run(file, await parquetFooter(file));
  } catch (error) {
    if (!(error instanceof Error) || error.message.startsWith(`${caller}: `)) throw error;
    if ((error as NodeJS.ErrnoException).syscall !== undefined) throw error; // the disk's
    throw new RangeError(
      `${caller}: "${path}" must be a whole file of pseudo-labels; got ${error.message}. Remove it: it is written again, alone.`,
      { cause: error },
    );
  } finally {
    await handle.close();
  }
}

/** @throws {RangeError} If the file is no shard. */
export function shardHeader(caller: string, path: string): Promise<ShardHeader> {
  return withShard(caller, path, async (_, { metadata }) => {
    const texts = metadataTexts(metadata);
    return { path, texts, identity: identityOf(texts), rows: Number(metadata.num_rows) };
  });
}

/**
 * What the rows of a shard say, without their probabilities.
 *
 * @param pictures - The places of its pictures in the source: [start, end).
 * @throws {RangeError} If they are not those that were written.
 */
export function readShardRows(
  caller: string,
  { path, rows, texts, identity }: ShardHeader,
  { start, end }: { readonly start: number; readonly end: number },
): Promise<Omit<ShardRows, "values">> {
  return withShard(caller, path, async (file, footer) => {
    if (!(rows >= 0 && rows <= end - start)) {
      throw new Error(`${rows} rows of ${end - start} pictures`);
    }
    const numbers = (column: ParquetColumn) => readNumbers(file, footer, column);
    const indices = new Int32Array(await numbers(SHARD_COLUMNS.index));
    const classes = new Int32Array(await numbers(SHARD_COLUMNS.class));
    const confidences = new Float32Array(await numbers(SHARD_COLUMNS.confidence));
    if (rowsChecksum({ indices, classes, confidences }) !== texts.checksum) {
      throw new Error("damaged rows (their checksum is wrong)");
    }
    const isPlaced = indices.every(
      (index, i) => index >= (i === 0 ? start : (indices[i - 1] as number) + 1) && index < end,
    );
    if (!isPlaced) throw new Error(`rows of other pictures than [${start}, ${end})`);
    if (!classes.every((label) => label >= 0 && label < identity.classes.length)) {
      throw new Error(`a class beyond the ${identity.classes.length} that there are`);
    }
    return { indices, classes, confidences };
  });
}
