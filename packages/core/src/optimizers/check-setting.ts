/** @throws {RangeError} If a setting is not finite or below 0. */
export function checkNonNegative(caller: string, settings: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(settings)) {
    if (!(value >= 0 && value < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`${caller}: ${name} must be finite and ≥ 0; got ${value}.`);
    }
  }
}

/** @throws {RangeError} If a setting is not in [0, 1). */
export function checkFraction(caller: string, settings: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(settings)) {
    if (!(value >= 0 && value < 1)) {
      throw new RangeError(`${caller}: ${name} must be in [0, 1); got ${value}.`);
    }
  }
}
