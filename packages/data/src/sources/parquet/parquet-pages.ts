import type { ColumnChunk, FileMetaData } from "hyparquet";
import type { ParquetColumn } from "./parquet-columns.ts";
import type { ParquetFile } from "./parquet-file.ts";
import { readThrift, type ThriftStruct } from "./parquet-thrift.ts";

/** A page of a column chunk: where its values are, and how they are written. */
export interface ParquetPage {
  readonly kind: "dictionary" | "data";
  /** Number of parquet.thrift's Encoding: 0 PLAIN, 2 and 8 dictionary, 5 to 7 delta. */
  readonly encoding: number;
  /** Number of the Encoding of a version 1 page's definition levels. */
  readonly levelEncoding?: number;
  /** Values, nulls among them. */
  readonly count: number;
  /** Where its body begins in the file, and its bytes there. */
  readonly start: number;
  readonly length: number;
  /** Bytes of the body, unpacked. */
  readonly size: number;
  /** Name of the codec: UNCOMPRESSED, SNAPPY, …. */
  readonly codec: string;
  /** Bytes of levels at the body's start that are never packed; undefined in version 1, where they are. */
  readonly levels?: { readonly repetition: number; readonly definition: number };
  /** CRC-32 of the body, where the writer noted it. */
  readonly crc?: number;
}

const MOST_ROWS = 2 ** 24; // in a file: as pictures they would be hundreds of gigabytes
const LONGEST_HEADER = 1 << 20; // bytes; statistics of large values are in it

/** Whether a page's values are places in the dictionary before it. */
export function isDictionary({ kind, encoding }: ParquetPage): boolean {
  return kind === "data" && (encoding === 2 || encoding === 8);
}

/**
 * A column's part of each row group.
 *
 * @throws {Error} If there is none, or there are more rows than a file of pictures has.
 */
export function parquetChunks(
  { row_groups }: FileMetaData,
  { name, path }: ParquetColumn,
): { chunk: ColumnChunk; rows: number }[] {
  const chunks = row_groups.map(({ columns, num_rows }) => {
    const chunk = columns.find(
      ({ meta_data }) => meta_data?.path_in_schema.join("\0") === path.join("\0"),
    );
    if (chunk === undefined) {
      const encrypted = columns.some(({ crypto_metadata }) => crypto_metadata !== undefined);
      throw new Error(
        encrypted
          ? "encrypted columns. Write the file again without encryption"
          : `a row group without the column "${name}"`,
      );
    }
    return { chunk, rows: Number(num_rows) };
  });
  const rows = chunks.reduce((sum, each) => sum + each.rows, 0);
  if (rows > MOST_ROWS || chunks.some((each) => each.rows < 0)) {
    throw new Error(`${rows} rows. A file may have ${MOST_ROWS}`);
  }
  return chunks;
}

/**
 * The pages of a column chunk in their order, from their headers alone.
 *
 * @param rows - Rows of the row group: the values of its pages, as there is one a row.
 * @param end - Where pages end at the latest.
 * @throws {Error} If the chunk is damaged or encrypted; the message says what came.
 */
export async function* parquetPages(
  file: ParquetFile,
  { meta_data: meta, crypto_metadata, file_path }: ColumnChunk,
  { name }: ParquetColumn,
  rows: number,
  end: number,
): AsyncGenerator<ParquetPage> {
  if (crypto_metadata !== undefined) {
    throw new Error(`the encrypted column "${name}". Write the file again without encryption`);
  }
  if (meta === undefined || file_path)
    throw new Error(`no data of the column "${name}" in the file`);
  const begins = [meta.data_page_offset, meta.dictionary_page_offset ?? 0n]
    .map(Number)
    .filter((begin) => begin > 0);
  let at = Math.min(...begins);
  const stop = at + Number(meta.total_compressed_size);
  if (!(at >= 4) || !(stop >= at) || stop > end) {
    throw new Error(`a footer that puts the column "${name}" beyond the file's end`);
  }
  let left = rows;
  while (at < stop && left > 0) {
    const { fields, end: body } = await readHeader(file, at, stop);
    const length = number(fields, 3);
    if (length < 0 || body + length > stop)
      throw new Error(`a page at byte ${at} that claims ${length} bytes`);
    const page = pageOf(fields, body, length, meta.codec);
    if (page !== undefined) {
      const most = page.kind === "data" ? left : page.size; // of a dictionary: a byte each at least
      if (page.count < 0 || page.count > most) {
        throw new Error(`a page at byte ${body} that claims ${page.count} values`);
      }
      if (page.kind === "data") left -= page.count;
      yield page;
    }
    at = body + length;
  }
  if (left > 0) throw new Error(`${rows - left} values of the column "${name}" for ${rows} rows`);
}

async function readHeader(
  file: ParquetFile,
  at: number,
  stop: number,
): Promise<{ fields: ThriftStruct; end: number }> {
  for (let size = 256; ; size *= 16) {
    const bytes = await file.peek(at, Math.min(size, stop - at));
    try {
      const { fields, end } = readThrift(bytes, 0);
      return { fields, end: at + end };
    } catch (error) {
      if (size < stop - at && size < LONGEST_HEADER) continue; // it may be longer
      throw new Error(`a damaged header of a page at byte ${at}`, { cause: error });
    }
  }
}

/** Undefined for pages that hold no values. */
function pageOf(
  fields: ThriftStruct,
  start: number,
  length: number,
  codec: string,
): ParquetPage | undefined {
  const crc = fields.has(4) ? number(fields, 4) >>> 0 : undefined;
  const body = { start, length, size: number(fields, 2), codec, crc };
  const at = { 0: 5, 2: 7, 3: 8 }[number(fields, 1)];
  if (at === undefined) return undefined;
  const header = fields.get(at);
  if (!(header instanceof Map)) throw new Error(`a page at byte ${start} without its header`);
  const count = number(header, 1);
  if (at === 7) return { ...body, kind: "dictionary", encoding: number(header, 2), count };
  if (at === 5) {
    const levelEncoding = number(header, 3);
    return { ...body, kind: "data", encoding: number(header, 2), count, levelEncoding };
  }
  const levels = { repetition: number(header, 6), definition: number(header, 5) };
  if (
    levels.repetition < 0 ||
    levels.definition < 0 ||
    levels.repetition + levels.definition > length
  ) {
    throw new Error(`a page at byte ${start} whose levels are longer than it is`);
  }
  const packed = header.get(7) !== false;
  return {
    ...body,
    kind: "data",
    encoding: number(header, 4),
    count,
    levels,
    codec: packed ? codec : "UNCOMPRESSED",
  };
}

function number(fields: ThriftStruct, field: number): number {
  const value = fields.get(field);
  if (typeof value !== "number") throw new Error("a page header that lacks a number");
  return value;
}
