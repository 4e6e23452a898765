import type { SchemaElement } from "hyparquet";
import type { ParquetColumn } from "../sources/parquet/parquet-columns.ts";

const text = (name: string): SchemaElement => ({
  name,
  type: "BYTE_ARRAY",
  converted_type: "UTF8",
  repetition_type: "REQUIRED",
});
const number = (name: string, type: "INT32" | "FLOAT"): SchemaElement => ({
  name,
  type,
  repetition_type: "REQUIRED",
});

/** The columns of a shard, a row a picture. */
export const SHARD_SCHEMA: SchemaElement[] = [
  { name: "root", num_children: 8 },
  text("key"),
  number("index", "INT32"),
  text("label"),
  number("class", "INT32"),
  number("confidence", "FLOAT"),
  { name: "probabilities", converted_type: "LIST", num_children: 1, repetition_type: "REQUIRED" },
  { name: "list", num_children: 1, repetition_type: "REPEATED" },
  number("element", "FLOAT"),
  number("round", "INT32"),
  text("teacher"),
];

/** Those that are read again; none has nulls. */
export const SHARD_COLUMNS: Readonly<
  Record<"index" | "class" | "confidence" | "probabilities", ParquetColumn>
> = {
  index: column("index"),
  class: column("class"),
  confidence: column("confidence"),
  probabilities: {
    name: "probabilities",
    path: ["probabilities", "list", "element"],
    element: number("element", "FLOAT"),
    present: 1,
  },
};

function column(name: string): ParquetColumn {
  const element = SHARD_SCHEMA.find((each) => each.name === name) as SchemaElement;
  return { name, path: [name], element, present: 0 };
}
