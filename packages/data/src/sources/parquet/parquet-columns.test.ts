import type { FileMetaData, SchemaElement } from "hyparquet";
import { expect, test } from "vitest";
import { imageColumn, labelColumn } from "./parquet-columns.ts";

const none = new Map<string, string>();

/** The metadata of a table with these columns; only their schema is looked at. */
function tableOf(...columns: SchemaElement[]): FileMetaData {
  const root = {
    name: "schema",
    num_children: columns.filter(({ name }) => name !== "bytes").length,
  };
  return {
    version: 2,
    schema: [root, ...columns],
    num_rows: 0n,
    row_groups: [],
    metadata_length: 0,
  };
}

test("counts the names of the path that are optional", () => {
  const image: SchemaElement = { name: "image", num_children: 1, repetition_type: "OPTIONAL" };
  const bytes: SchemaElement = { name: "bytes", type: "BYTE_ARRAY", repetition_type: "OPTIONAL" };
  const column = (...elements: SchemaElement[]) =>
    imageColumn(tableOf(...elements), undefined, none);
  expect(column(image, bytes)).toMatchObject({ name: "image.bytes", present: 2 });
  expect(column({ ...image, repetition_type: "REQUIRED" }, bytes)).toMatchObject({ present: 1 });
  expect(column({ name: "image", type: "BYTE_ARRAY", repetition_type: "REQUIRED" })).toMatchObject({
    path: ["image"],
    present: 0,
  });
});

test("takes what Hugging Face's metadata call an Image and a ClassLabel", () => {
  const metadata = tableOf(
    { name: "img", type: "BYTE_ARRAY" },
    { name: "thumb", type: "BYTE_ARRAY" },
    { name: "fine_label", type: "INT64" },
  );
  const features = new Map([
    ["img", "Image"],
    ["fine_label", "ClassLabel"],
  ]);
  expect(imageColumn(metadata, undefined, features).name).toBe("img");
  expect(imageColumn(metadata, "thumb", features).name).toBe("thumb");
  expect(labelColumn(metadata, undefined, features).name).toBe("fine_label");
});

test("refuses many values a row, text for pictures, and dates for labels", () => {
  for (const element of [
    { type: "BYTE_ARRAY", repetition_type: "REPEATED" },
    { type: "BYTE_ARRAY", converted_type: "UTF8" },
    { type: "INT32" },
  ] as const) {
    const metadata = tableOf({ name: "image", ...element });
    expect(() => imageColumn(metadata, undefined, none)).toThrow('"image" of another type');
  }
  for (const element of [
    { type: "INT32", converted_type: "DATE" },
    { type: "INT64", logical_type: { type: "TIMESTAMP", isAdjustedToUTC: true, unit: "MILLIS" } },
    { type: "DOUBLE" },
    { type: "BYTE_ARRAY" },
    { type: "INT32", repetition_type: "REPEATED" },
  ] as const) {
    const metadata = tableOf({ name: "label", ...element });
    expect(() => labelColumn(metadata, undefined, none)).toThrow('"label" of another type');
  }
});
