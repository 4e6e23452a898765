/** @throws {RangeError} If one is not an integer ≥ 1, or both are above 1. */
export function assertSteps(caller: string, stride: number, dilation: number): void {
  for (const [name, value] of Object.entries({ stride, dilation })) {
    if (!Number.isInteger(value) || value < 1) {
      throw new RangeError(`${caller}: ${name} must be an integer ≥ 1; got ${value}.`);
    }
  }
  if (stride > 1 && dilation > 1) {
    throw new RangeError(
      `${caller}: dilation must be 1 where the stride is above 1; got ${dilation} with stride ${stride}.`,
    );
  }
}
