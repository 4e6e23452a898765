import { readParquetBody } from "../sources/parquet/parquet-body.ts";
import type { ParquetColumn } from "../sources/parquet/parquet-columns.ts";
import type { ParquetFile } from "../sources/parquet/parquet-file.ts";
import type { ParquetFooter } from "../sources/parquet/parquet-footer.ts";
import { parquetChunks, parquetPages } from "../sources/parquet/parquet-pages.ts";

const PLAIN = 0;

/** Which numbers of a column are read. */
export interface NumbersOptions {
  /** Numbers a row. Default 1. */
  readonly width?: number;
  /** The row group, by its number. Default: all. */
  readonly group?: number;
}

/**
 * The numbers of a column of INT32 or FLOAT as they lie in the file, four bytes each. Memory is a page's beside them.
 *
 * @throws {Error} If the file is damaged, or has them in another way than `encodeShard` writes.
 */
export async function readNumbers(
  file: ParquetFile,
  { metadata, start: end }: ParquetFooter,
  column: ParquetColumn,
  { width = 1, group }: NumbersOptions = {},
): Promise<ArrayBuffer> {
  const all = parquetChunks(metadata, column);
  const chunks = group === undefined ? all : all.slice(group, group + 1);
  const numbers = new Uint8Array(4 * width * chunks.reduce((sum, { rows }) => sum + rows, 0));
  let at = 0;
  for (const { chunk, rows } of chunks) {
    for await (const page of parquetPages(file, chunk, column, rows * width, end)) {
      if (page.kind !== "data" || page.encoding !== PLAIN) {
        throw new Error(`the column "${column.name}" in another encoding, ${page.encoding}`);
      }
      const { bytes, start, count } = await readParquetBody(file, page, column);
      if (count !== page.count || start + 4 * count > bytes.length) {
        throw new Error("a page that is cut short");
      }
      numbers.set(bytes.subarray(start, start + 4 * count), at); // parquetPages counts the values
      at += 4 * count;
    }
  }
  return numbers.buffer;
}
