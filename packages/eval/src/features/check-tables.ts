import type { FeatureTable, LabeledTable } from "./feature-table.ts";

/** Checks a table's sizes and values, for the public function `caller`. */
export function checkTable(caller: string, name: string, table: FeatureTable): void {
  const { values, count, width, labels } = table;
  for (const [what, size] of Object.entries({ count, width })) {
    if (!(Number.isInteger(size) && size > 0)) {
      throw new RangeError(`${caller}: ${name}.${what} must be a positive integer; got ${size}.`);
    }
  }
  if (values.length !== count * width) {
    throw new RangeError(
      `${caller}: ${name}.values must have count * width = ${count * width} elements; got ${values.length}.`,
    );
  }
  const wrong = values.findIndex((value) => !Number.isFinite(value));
  if (wrong !== -1) {
    throw new RangeError(
      `${caller}: ${name}.values must be finite; got ${values[wrong]} in row ${Math.floor(wrong / width)}. A network whose features are not finite has diverged.`,
    );
  }
  if (labels === undefined) return;
  if (labels.length !== count) {
    throw new RangeError(
      `${caller}: ${name}.labels must have one label a row, ${count}; got ${labels.length}.`,
    );
  }
  const negative = labels.findIndex((label) => !(Number.isInteger(label) && label >= 0));
  if (negative !== -1) {
    throw new RangeError(
      `${caller}: ${name}.labels must be integers >= 0; got ${labels[negative]} in row ${negative}.`,
    );
  }
}

/** Checks a table and that it has labels; the same table, so typed. */
export function labeledTable(caller: string, name: string, table: FeatureTable): LabeledTable {
  checkTable(caller, name, table);
  const { labels } = table;
  if (labels === undefined) {
    throw new TypeError(
      `${caller}: ${name} must have labels; got none. Put each class's pictures in a folder of its own, or give labels to the source.`,
    );
  }
  return { ...table, labels };
}

/** Checks a training and a test table, with labels and of one width. */
export function labeledTables(
  caller: string,
  train: FeatureTable,
  test: FeatureTable,
): { train: LabeledTable; test: LabeledTable } {
  checkSameWidth(caller, train, test);
  return { train: labeledTable(caller, "train", train), test: labeledTable(caller, "test", test) };
}

/** Checks that rows of both tables can be compared. */
export function checkSameWidth(caller: string, train: FeatureTable, test: FeatureTable): void {
  if (test.width !== train.width) {
    throw new RangeError(
      `${caller}: test.width must be train.width = ${train.width}; got ${test.width}.`,
    );
  }
}
