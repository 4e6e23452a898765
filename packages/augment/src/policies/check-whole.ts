import { show } from "../recipes/check-value.ts";

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
