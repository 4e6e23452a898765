import type { FeatureTable } from "./feature-table.ts";

/** The table with (value − mean) · scale a column. */
export function rescaled<Table extends FeatureTable>(
  table: Table,
  means: Float64Array,
  scales: Float64Array,
  step: string,
): Table {
  const { width } = table;
  const values = new Float32Array(table.values.length);
  for (let at = 0; at < values.length; at += width) {
    for (let f = 0; f < width; f++) {
      const centred = (table.values[at + f] as number) - (means[f] as number);
      values[at + f] = centred * (scales[f] as number);
    }
  }
  return { ...table, values, preparation: [...(table.preparation ?? []), step] };
}
