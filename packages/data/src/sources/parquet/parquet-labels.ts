import { type ParquetBody, readParquetBody } from "./parquet-body.ts";
import { readByteArrays } from "./parquet-byte-arrays.ts";
import type { ParquetColumn } from "./parquet-columns.ts";
import { readDeltas } from "./parquet-delta.ts";
import type { ParquetFile } from "./parquet-file.ts";
import type { ParquetFooter } from "./parquet-footer.ts";
import { readHybrid } from "./parquet-hybrid.ts";
import { isDictionary, type ParquetPage, parquetChunks, parquetPages } from "./parquet-pages.ts";

/** What a label column says of a row: a whole number or text; undefined is null. */
export type ParquetLabel = number | string | undefined;

/**
 * Reads a column of whole numbers or text.
 *
 * @throws {Error} If the file is damaged; the message says what came.
 */
export async function parquetLabels(
  file: ParquetFile,
  footer: ParquetFooter,
  column: ParquetColumn,
): Promise<ParquetLabel[]> {
  const labels: ParquetLabel[] = [];
  for (const { chunk, rows } of parquetChunks(footer.metadata, column)) {
    let dictionary: readonly ParquetLabel[] | undefined;
    for await (const page of parquetPages(file, chunk, column, rows, footer.start)) {
      const body = await readParquetBody(file, page, column);
      const values = valuesOf(page, body, column, dictionary);
      if (page.kind === "dictionary") dictionary = values;
      else {
        let next = 0;
        for (let row = 0; row < page.count; row++) {
          const isNull = body.levels !== undefined && body.levels[row] !== column.present;
          labels.push(isNull ? undefined : values[next++]);
        }
      }
    }
  }
  return labels;
}

function valuesOf(
  page: ParquetPage,
  { bytes, start, count }: ParquetBody,
  { element }: ParquetColumn,
  dictionary: readonly ParquetLabel[] | undefined,
): readonly ParquetLabel[] {
  if (isDictionary(page)) {
    const places = readHybrid(bytes.subarray(start + 1), bytes[start] ?? 0, count);
    return Array.from(places, (place) => {
      if (dictionary === undefined || place >= dictionary.length) {
        throw new Error("a page that points beyond its dictionary");
      }
      return dictionary[place];
    });
  }
  const encoding = page.kind === "dictionary" ? 0 : page.encoding;
  if (element.type === "BYTE_ARRAY") {
    const texts = readByteArrays(bytes, start, encoding, count);
    const decoder = new TextDecoder();
    return Array.from(texts.starts, (at, i) =>
      decoder.decode(texts.bytes.subarray(at, at + (texts.lengths[i] as number))),
    );
  }
  if (encoding === 5) return readDeltas(bytes, start, count).values;
  if (encoding !== 0) throw new Error(`labels in encoding ${encoding}, which is not read`);
  return plainNumbers(bytes, start, count, element.type === "INT64" ? 8 : 4);
}

function plainNumbers(bytes: Uint8Array, start: number, count: number, width: 4 | 8): number[] {
  if (start + count * width > bytes.length) throw new Error("a page that is cut short");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return Array.from({ length: count }, (_, i) =>
    width === 8
      ? Number(view.getBigInt64(start + 8 * i, true))
      : view.getInt32(start + 4 * i, true),
  );
}
