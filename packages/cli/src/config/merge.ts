/** Names and values. */
export type Values = Readonly<Record<string, unknown>>;

/**
 * The second over the first, further down too: `--learning-rate` does not erase the file's warm-up. What is
 * undefined changes nothing.
 */
export function merge(first: Values, second: Values): Values {
  const merged: Record<string, unknown> = { ...first };
  for (const [name, value] of Object.entries(second)) {
    if (value === undefined) continue;
    const before = merged[name];
    merged[name] = isValues(value) && isValues(before) ? merge(before, value) : value;
  }
  return merged;
}

export function isValues(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value at a path, also in lists; undefined where there is none. */
export function valueAt(values: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, name) =>
      typeof value === "object" && value !== null ? (value as Values)[name] : undefined,
    values,
  );
}
