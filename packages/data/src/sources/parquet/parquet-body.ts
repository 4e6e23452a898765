import { crc32 } from "node:zlib";
import type { ParquetColumn } from "./parquet-columns.ts";
import type { ParquetFile } from "./parquet-file.ts";
import { readHybrid } from "./parquet-hybrid.ts";
import type { ParquetPage } from "./parquet-pages.ts";
import { unpackParquet } from "./parquet-unpack.ts";

/** What a page's body says of its rows, and the bytes that its values are in. */
export interface ParquetBody {
  /** The definition level of each row; undefined where the column has none, and all rows have a value. */
  readonly levels?: Uint32Array;
  /** Rows that have a value. */
  readonly count: number;
  readonly bytes: Uint8Array;
  /** Where the values begin in `bytes`. */
  readonly start: number;
  /** Where `bytes` are in the file; undefined where they were packed. */
  readonly position?: number;
}

const RLE = 3;

/** Reads and unpacks a page. @throws {Error} If it is damaged; the message says what came. */
export async function readParquetBody(
  file: ParquetFile,
  page: ParquetPage,
  column: ParquetColumn,
): Promise<ParquetBody> {
  const body = await file.read(page.start, page.length);
  if (page.crc !== undefined && crc32(body) !== page.crc) {
    throw new Error(`a damaged page at byte ${page.start} (its checksum is wrong)`);
  }
  const plain = page.codec === "UNCOMPRESSED";
  if (page.levels !== undefined) {
    const from = page.levels.repetition + page.levels.definition;
    const levels = levelsOf(body.subarray(page.levels.repetition, from), page, column);
    const bytes = unpackParquet(page.codec, body.subarray(from), page.size - from);
    return { ...levels, bytes, start: 0, position: plain ? page.start + from : undefined };
  }
  const bytes = unpackParquet(page.codec, body, page.size);
  const position = plain ? page.start : undefined;
  if (page.kind === "dictionary" || column.present === 0) {
    return { count: page.count, bytes, start: 0, position };
  }
  const start = 4 + levelsLength(bytes);
  return { ...levelsOf(bytes.subarray(4, start), page, column), bytes, start, position };
}

/**
 * The same, of a page of version 1 or 2 that is not packed, without reading its values: `bytes` is empty,
 * and `start` is where they begin in the file.
 */
export async function readParquetLevels(
  file: ParquetFile,
  page: ParquetPage,
  column: ParquetColumn,
): Promise<Omit<ParquetBody, "bytes" | "position">> {
  const { start, levels, kind } = page;
  if (kind === "dictionary" || (column.present === 0 && levels === undefined)) {
    return { count: page.count, start };
  }
  const from = levels === undefined ? start + 4 : start + levels.repetition;
  const length = levels === undefined ? levelsLength(await file.peek(start, 4)) : levels.definition;
  if (from + length > start + page.length) throw new Error("a page that is cut short");
  return {
    ...levelsOf(await file.read(from, length), page, column),
    start: from + length,
  };
}

function levelsLength(bytes: Uint8Array): number {
  if (bytes.length < 4) throw new Error("a page that is cut short");
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
}

function levelsOf(
  bytes: Uint8Array,
  { count, levelEncoding, levels: versionTwo }: ParquetPage,
  { present }: ParquetColumn,
): Pick<ParquetBody, "levels" | "count"> {
  if (present === 0) return { count };
  if (versionTwo === undefined && levelEncoding !== RLE) {
    throw new Error("levels in an encoding that is no longer used (BIT_PACKED)");
  }
  const levels = readHybrid(bytes, 32 - Math.clz32(present), count);
  let values = 0;
  for (const level of levels) if (level === present) values++;
  return { levels, count: values };
}
