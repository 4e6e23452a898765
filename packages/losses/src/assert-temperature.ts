/** @throws {RangeError} If a temperature is not positive and finite. */
export function assertTemperature(caller: string, temperature: number): void {
  if (!(temperature > 0 && temperature < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`${caller}: temperature must be positive and finite; got ${temperature}.`);
  }
}
