import type { LabeledTable } from "./feature-table.ts";

/** Some rows of a table, in the order of `rows`. */
export function rowsOf(table: LabeledTable, rows: readonly number[]): LabeledTable {
  const { width } = table;
  const values = new Float32Array(rows.length * width);
  for (const [to, row] of rows.entries()) {
    values.set(table.values.subarray(row * width, (row + 1) * width), to * width);
  }
  return {
    values,
    count: rows.length,
    width,
    labels: Int32Array.from(rows, (row) => table.labels[row] as number),
    preparation: table.preparation,
  };
}
