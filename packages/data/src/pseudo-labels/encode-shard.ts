import type { ColumnChunk, RowGroup } from "hyparquet";
import { ByteWriter, ParquetWriter } from "hyparquet-writer";
import { SHARD_SCHEMA } from "./shard-columns.ts";
import { identityTexts, type LabelsIdentity } from "./shard-identity.ts";
import { rowsChecksum, type ShardRows } from "./shard-rows.ts";
import { writeLists } from "./write-lists.ts";

const PROBABILITIES = 5; // their place among the columns
const GROUP = 1000; // rows of a row group
const MOST_VALUES = 2 ** 20; // probabilities of a row group, which are read at once

/**
 * A shard as a Parquet file: the same bytes for the same rows.
 *
 * Numbers lie in it as they are, neither packed nor in dictionaries, so that rows can be read from the middle.
 *
 * @param key - The name of a picture by its place in the source.
 */
export function encodeShard(
  rows: ShardRows,
  { identity, shard }: { readonly identity: LabelsIdentity; readonly shard: number },
  key: (index: number) => string,
): Uint8Array {
  const { classes: names, round, teacher } = identity;
  const texts = { ...identityTexts(identity, shard), checksum: rowsChecksum(rows) };
  const writer = new ByteWriter();
  const file = new ParquetWriter({
    writer,
    schema: SHARD_SCHEMA,
    kvMetadata: Object.entries(texts).map(([name, value]) => ({ key: name, value })),
  });
  const width = names.length;
  const numbers = { encoding: "PLAIN", codec: "UNCOMPRESSED" } as const;
  const size = Math.max(1, Math.min(GROUP, Math.floor(MOST_VALUES / width)));
  for (let from = 0; from < rows.indices.length; from += size) {
    const to = Math.min(from + size, rows.indices.length);
    const indices = rows.indices.subarray(from, to);
    const classes = rows.classes.subarray(from, to);
    file.write({
      rowGroupSize: size,
      columnData: [
        { name: "key", data: Array.from(indices, key) },
        { name: "index", data: indices, ...numbers },
        { name: "label", data: Array.from(classes, (label) => names[label]) },
        { name: "class", data: classes, ...numbers },
        { name: "confidence", data: rows.confidences.subarray(from, to), ...numbers },
        { name: "round", data: new Int32Array(to - from).fill(round) },
        { name: "teacher", data: new Array(to - from).fill(teacher) },
      ],
    });
    const lists = writeLists(writer, rows.values.subarray(from * width, to * width), width);
    addChunk(file.row_groups.at(-1) as RowGroup, lists);
  }
  file.finish();
  return writer.getBytes();
}

/** Adds the column of probabilities to a row group: chunks stand in the order of the schema. */
function addChunk(group: RowGroup, chunk: ColumnChunk): void {
  const bytes = chunk.meta_data?.total_uncompressed_size ?? 0n; // not packed: of both sizes
  group.columns.splice(PROBABILITIES, 0, chunk);
  group.total_byte_size += bytes;
  group.total_compressed_size = (group.total_compressed_size ?? 0n) + bytes;
}
