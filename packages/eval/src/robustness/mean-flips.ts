import { mean } from "./mean.ts";

/**
 * Part of the frames after the first that differ from the first, if they are of noise, or else from the one before: mean over a
 * sequence, then over sequences.
 *
 * @param name - What messages call the sequences.
 */
export function meanFlips(
  name: string,
  predictions: readonly ArrayLike<number>[],
  noise: boolean,
): number {
  if (predictions.length === 0) {
    throw new RangeError(`${name} must have at least one sequence; got none.`);
  }
  const rates = predictions.map((frames, sequence) => {
    if (frames.length < 2) {
      throw new RangeError(
        `${name}[${sequence}] must have at least 2 frames; got ${frames.length}.`,
      );
    }
    let flips = 0;
    for (let i = 1; i < frames.length; i++) {
      if (frames[i] !== frames[noise ? 0 : i - 1]) flips++;
    }
    return flips / (frames.length - 1);
  });
  return mean(rates);
}
