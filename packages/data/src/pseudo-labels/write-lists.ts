import type { ColumnChunk } from "hyparquet";
import type { Writer } from "hyparquet-writer";
import { SHARD_COLUMNS } from "./shard-columns.ts";

const [INTEGER, STRUCT, FALSE, STOP] = [0x15, 0x5c, 0x12, 0x00]; // thrift's compact protocol: a step of the field, and its type
const DATA_PAGE_V2 = 3;
const PLAIN = 0;

/**
 * Appends a column chunk of lists that are all of one length, as one page: what hyparquet-writer does for lists of any length
 * a value at a time, which takes longer than a small network that makes them.
 *
 * @param values - Row after row, `[n, L]`.
 * @param width - L, ≥ 1.
 * @see Apache Parquet: parquet.thrift, `PageHeader`; Encodings.md, "Run Length Encoding / Bit-Packing Hybrid"
 */
export function writeLists(writer: Writer, values: Float32Array, width: number): ColumnChunk {
  const rows = values.length / width;
  const row = [...run(1, 0), ...(width > 1 ? run(width - 1, 1) : [])]; // 0 begins a list, 1 goes on with it
  const repetition = new Uint8Array(rows * row.length);
  for (let at = 0; at < repetition.length; at += row.length) repetition.set(row, at);
  const definition = Uint8Array.from(run(values.length, 1)); // all are there
  const size = repetition.length + definition.length + values.byteLength;

  const start = writer.offset;
  const integers = (...numbers: number[]) => {
    for (const number of numbers) {
      writer.appendUint8(INTEGER);
      writer.appendZigZag(number);
    }
  };
  integers(DATA_PAGE_V2, size, size);
  writer.appendUint8(STRUCT);
  integers(values.length, 0, rows, PLAIN, definition.length, repetition.length);
  for (const byte of [FALSE, STOP, STOP]) writer.appendUint8(byte); // not packed
  const header = writer.offset - start;
  writer.appendBytes(repetition);
  writer.appendBytes(definition);
  writer.appendBytes(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  return {
    file_offset: BigInt(start),
    meta_data: {
      ...{ type: "FLOAT", encodings: ["PLAIN", "RLE"], codec: "UNCOMPRESSED" },
      path_in_schema: [...SHARD_COLUMNS.probabilities.path],
      num_values: BigInt(values.length),
      total_uncompressed_size: BigInt(header + size),
      total_compressed_size: BigInt(header + size),
      data_page_offset: BigInt(start),
    },
  };
}

/** So many times the same level, of one bit: a varint of twice the count, and the level. */
function run(count: number, level: 0 | 1): number[] {
  const bytes: number[] = [];
  for (let left = 2 * count; left > 0; left = Math.floor(left / 128)) {
    bytes.push((left % 128) + (left >= 128 ? 128 : 0));
  }
  return [...bytes, level];
}
