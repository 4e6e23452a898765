import { type ParquetBody, readParquetBody, readParquetLevels } from "./parquet-body.ts";
import { readByteArrays } from "./parquet-byte-arrays.ts";
import type { ParquetColumn } from "./parquet-columns.ts";
import type { ParquetFile } from "./parquet-file.ts";
import type { ParquetFooter } from "./parquet-footer.ts";
import { readHybrid } from "./parquet-hybrid.ts";
import { isDictionary, type ParquetPage, parquetChunks, parquetPages } from "./parquet-pages.ts";
import { type ParquetSpans, SpanList } from "./parquet-spans.ts";

/** The values of a page, where they are. */
interface Values extends Pick<ParquetSpans, "starts" | "lengths"> {
  readonly cached: boolean;
}

/**
 * Finds the encoded picture of each row, page by page.
 *
 * Those of pages that are not packed stay where they are; of plain pages not even the bytes are read.
 * Other pages are unpacked, one at a time, and handed to `keep`.
 *
 * @param keep - Stores bytes; resolves to where.
 * @throws {Error} If the file is damaged; the message says what came.
 */
export async function parquetPictures(
  file: ParquetFile,
  footer: ParquetFooter,
  column: ParquetColumn,
  keep: (bytes: Uint8Array) => Promise<number>,
): Promise<ParquetSpans> {
  const spans = new SpanList();
  for (const { chunk, rows } of parquetChunks(footer.metadata, column)) {
    let dictionary: Values | undefined;
    for await (const page of parquetPages(file, chunk, column, rows, footer.start)) {
      const [{ levels, count }, values] = await valuesOf(file, page, column, dictionary, keep);
      if (page.kind === "dictionary") dictionary = values;
      else {
        let next = 0;
        for (let row = 0; row < page.count; row++) {
          if (levels !== undefined && levels[row] !== column.present) spans.push(0, 0, false);
          else {
            spans.push(
              values.starts[next] as number,
              values.lengths[next] as number,
              values.cached,
            );
            next++;
          }
        }
        if (next !== count) throw new Error("a damaged page");
      }
    }
  }
  return spans.finish();
}

async function valuesOf(
  file: ParquetFile,
  page: ParquetPage,
  column: ParquetColumn,
  dictionary: Values | undefined,
  keep: (bytes: Uint8Array) => Promise<number>,
): Promise<[Pick<ParquetBody, "levels" | "count">, Values]> {
  if (page.codec === "UNCOMPRESSED" && (page.encoding === 0 || page.kind === "dictionary")) {
    const found = await readParquetLevels(file, page, column);
    const places = await hop(file, found.start, page.start + page.length, found.count);
    return [found, { ...places, cached: false }];
  }
  const body = await readParquetBody(file, page, column);
  if (isDictionary(page)) return [body, fromDictionary(body, dictionary)];
  const encoding = page.kind === "dictionary" ? 0 : page.encoding;
  const { bytes, starts, lengths } = readByteArrays(body.bytes, body.start, encoding, body.count);
  const inFile = bytes === body.bytes ? body.position : undefined;
  const base = inFile ?? (await keep(bytes));
  return [body, { starts: starts.map((at) => base + at), lengths, cached: inFile === undefined }];
}

/** The plain values that begin at a byte of the file, from their lengths alone. */
async function hop(
  file: ParquetFile,
  start: number,
  end: number,
  count: number,
): Promise<Pick<Values, "starts" | "lengths">> {
  if (count * 4 > end - start) throw new Error("a page that is cut short");
  const [starts, lengths] = [new Float64Array(count), new Uint32Array(count)];
  for (let i = 0, at = start; i < count; i++) {
    if (at + 4 > end) throw new Error("a page that is cut short");
    const length = (await file.peek(at, 4)).readUInt32LE(0);
    at += 4;
    if (at + length > end) throw new Error("a page that is cut short");
    starts[i] = at;
    lengths[i] = length;
    at += length;
  }
  return { starts, lengths };
}

function fromDictionary(
  { bytes, start, count }: ParquetBody,
  dictionary: Values | undefined,
): Values {
  if (dictionary === undefined) throw new Error("a page without the dictionary that it needs");
  const { starts, lengths, cached } = dictionary;
  const places = readHybrid(bytes.subarray(start + 1), bytes[start] ?? 0, count);
  if (places.some((place) => place >= starts.length)) {
    throw new Error("a page that points beyond its dictionary");
  }
  return {
    starts: Float64Array.from(places, (place) => starts[place] as number),
    lengths: Uint32Array.from(places, (place) => lengths[place] as number),
    cached,
  };
}
