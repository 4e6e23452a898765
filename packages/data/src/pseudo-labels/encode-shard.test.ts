import { parquetMetadata, parquetReadObjects } from "hyparquet";
import { expect, test } from "vitest";
import { encodeShard } from "./encode-shard.ts";

const COLUMNS = "key index label class confidence probabilities round teacher".split(" "); // as in the schema

test.for([
  [1, 1],
  [3, 130],
  [200, 2100],
] as const)(
  "rows of %d numbers are read as they were written, %d of them",
  async ([width, count]) => {
    const values = Float32Array.from({ length: width * count }, (_, i) => (i % 251) / 256);
    const rows = {
      indices: Int32Array.from({ length: count }, (_, i) => 2 * i),
      classes: new Int32Array(count).fill(width - 1),
      confidences: Float32Array.from({ length: count }, (_, i) => 1 / (1 + i)),
      values,
    };
    const identity = {
      ...{ teacher: "sha256:1", source: "sha256:2", size: 8, round: 3, engine: "" },
      ...{ shardSize: 2 * count, shards: 1 },
      classes: Array.from({ length: width }, (_, label) => `Nº ${label}`),
    };
    const bytes = encodeShard(rows, { identity, shard: 0 }, (place) => `ä/${place}.png`);
    const file = bytes.slice().buffer as ArrayBuffer;
    const read = await parquetReadObjects({ file });
    expect(read.length).toBe(count);
    for (const [i, row] of read.entries()) {
      expect(row).toEqual({
        ...{ key: `ä/${2 * i}.png`, index: 2 * i, label: `Nº ${width - 1}`, class: width - 1 },
        ...{ confidence: Math.fround(1 / (1 + i)), round: 3, teacher: "sha256:1" },
        probabilities: [...values.subarray(i * width, (i + 1) * width)],
      });
    }
    const { row_groups } = parquetMetadata(file);
    expect(row_groups.map(({ num_rows }) => Number(num_rows))).toEqual(
      count > 1000 ? [1000, 1000, count - 2000] : [count],
    );
    for (const { columns, total_byte_size } of row_groups) {
      expect(columns.map(({ meta_data }) => meta_data?.path_in_schema.at(0))).toEqual(COLUMNS);
      const sizes = columns.map(({ meta_data }) => meta_data?.total_uncompressed_size ?? 0n);
      expect(sizes.reduce((a, b) => a + b)).toBe(total_byte_size);
    }
  },
);
