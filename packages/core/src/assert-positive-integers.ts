/** @throws {RangeError} If a value is not an integer ≥ 1. */
export function assertPositiveIntegers(
  caller: string,
  values: Readonly<Record<string, number>>,
): void {
  for (const [name, value] of Object.entries(values)) {
    if (!Number.isInteger(value) || value < 1) {
      throw new RangeError(`${caller}: ${name} must be an integer ≥ 1; got ${value}.`);
    }
  }
}
