import type { Range } from "../crops/crop.ts";

// Recipes come from JSON files too: their types promise nothing, and every message names the field.

/** Throws unless `value` is an object that has no other fields than these. */
export function checkFields(name: string, value: unknown, fields: readonly string[]): void {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new TypeError(`${name} must be an object; got ${show(value)}.`);
  }
  const unknown = Object.keys(value).find((field) => !fields.includes(field));
  if (unknown !== undefined) {
    throw new TypeError(
      `${name} must have no fields but ${fields.join(", ")}; got ${JSON.stringify(unknown)}.`,
    );
  }
}

/** Throws unless `value` is a number in [least, most], or in (0, most] if `least` is "above 0". */
export function checkNumber(
  name: string,
  value: unknown,
  least: number | "above 0",
  most: number = Number.POSITIVE_INFINITY,
): asserts value is number {
  const enough = typeof value === "number" && (least === "above 0" ? value > 0 : value >= least);
  if (!(enough && value <= most && Number.isFinite(value))) {
    const upper = most === Number.POSITIVE_INFINITY ? "∞)" : `${most}]`;
    const interval = `${least === "above 0" ? "(0" : `[${least}`}, ${upper}`;
    throw new RangeError(`${name} must be a number in ${interval}; got ${show(value)}.`);
  }
}

/** Throws unless `value` is an integer in [least, most]. */
export function checkWhole(
  name: string,
  value: unknown,
  least: number,
  most: number = Number.POSITIVE_INFINITY,
): void {
  if (!(Number.isInteger(value) && (value as number) >= least && (value as number) <= most)) {
    const range = most === Number.POSITIVE_INFINITY ? `≥ ${least}` : `in [${least}, ${most}]`;
    throw new RangeError(`${name} must be an integer ${range}; got ${show(value)}.`);
  }
}

/** Throws unless `value` is [low, high] with 0 < low ≤ high ≤ most. */
export function checkRange(
  name: string,
  value: unknown,
  most: number = Number.POSITIVE_INFINITY,
): asserts value is Range {
  const [low, high, ...more]: unknown[] = Array.isArray(value) ? value : [];
  const numbers = typeof low === "number" && typeof high === "number" && more.length === 0;
  if (!(numbers && low > 0 && low <= high && high <= most && Number.isFinite(high))) {
    const bound = most === Number.POSITIVE_INFINITY ? "" : ` ≤ ${most}`;
    throw new RangeError(
      `${name} must be [low, high], 0 < low ≤ high${bound}; got ${show(value)}.`,
    );
  }
}

/** Throws unless `value` is one of the names, numbers or truths. */
export function checkName(
  name: string,
  value: unknown,
  names: readonly (string | number | boolean)[],
): void {
  if (!names.some((one) => one === value)) {
    const list = names.map((one) => JSON.stringify(one)).join(", ");
    throw new RangeError(`${name} must be one of ${list}; got ${show(value)}.`);
  }
}

/** Throws unless `value` is an integer in [1, 16384]: a side of a view. */
export function checkSize(name: string, value: unknown): asserts value is number {
  if (!(Number.isInteger(value) && typeof value === "number" && value >= 1 && value <= 16384)) {
    throw new RangeError(`${name} must be an integer in [1, 16384] pixels; got ${show(value)}.`);
  }
}

/** A value as an error message shows it. */
export function show(value: unknown): string {
  return typeof value === "object" || typeof value === "string"
    ? JSON.stringify(value)
    : String(value);
}
