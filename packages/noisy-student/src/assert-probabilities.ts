const TOLERANCE = 0.01; // of numbers that were stored in 16 bits

/**
 * @param values - Row after row.
 * @param width - L, the length of a row.
 * @throws {RangeError} If a number is negative or none at all, or a row does not sum to 1 ± 0.01: logits, for example.
 */
export function assertProbabilities(
  caller: string,
  name: string,
  values: ArrayLike<number>,
  width: number,
): void {
  for (let row = 0; row < values.length; row += width) {
    let [sum, least] = [0, 0];
    for (let l = 0; l < width; l++) {
      const value = values[row + l] as number;
      sum += value;
      if (value < least) least = value;
    }
    if (least === 0 && Math.abs(sum - 1) <= TOLERANCE) continue;
    const got = least < 0 ? `${least}` : `a row of sum ${sum}`;
    throw new RangeError(
      `${caller}: ${name} must be probabilities, ≥ 0 and in rows of sum 1; got ${got}.`,
    );
  }
}
