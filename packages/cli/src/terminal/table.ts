/**
 * Rows as text in columns.
 *
 * @param left - Columns that hold words and begin on the left. Default: the first.
 */
export function textTable(
  rows: readonly (readonly string[])[],
  left: readonly number[] = [0],
): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const lines = rows.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return left.includes(column) ? cell.padEnd(width) : cell.padStart(width);
      })
      .join("   ")
      .trimEnd(),
  );
  lines.splice(1, 0, widths.map((width) => "-".repeat(width)).join("   "));
  return lines.join("\n");
}

/** 0.7345 as 73.5%. */
export function percent(part: number): string {
  return `${(100 * part).toFixed(1)}%`;
}
