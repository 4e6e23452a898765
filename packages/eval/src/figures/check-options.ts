/** Throws unless each value is a finite number > 0. */
export function checkPositive(caller: string, options: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(options)) {
    if (!(value > 0 && Number.isFinite(value))) {
      throw new RangeError(`${caller}: ${name} must be positive; got ${value}.`);
    }
  }
}

/** Throws unless each value is an integer ≥ 1. */
export function checkCounts(caller: string, options: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(options)) {
    if (!(Number.isInteger(value) && value >= 1)) {
      throw new RangeError(`${caller}: ${name} must be an integer >= 1; got ${value}.`);
    }
  }
}
