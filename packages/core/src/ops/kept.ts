import type { RowSeeds } from "../networks/row-seeds.ts";
import { randomStream } from "../random/philox.ts";

/** What is left out in training, and by which numbers. */
export interface NoiseOptions {
  /** How likely each part is left out, in [0, 1). */
  readonly rate: number;
  /** One number a row. */
  readonly seeds: RowSeeds | undefined;
  /** The layer's name: other layers leave out others. */
  readonly layer: string;
}

/**
 * Factors of `count` parts of each row, `[N · count]`: 0 with probability `rate`, else 1 / (1 − rate), so that their mean is 1.
 *
 * @throws {RangeError} If the rate is not in [0, 1), or there is not one seed a row.
 */
export function keptFactors(
  caller: string,
  [rows, count]: readonly [rows: number, count: number],
  { rate, seeds, layer }: NoiseOptions,
): Float32Array {
  if (!(rate >= 0 && rate < 1)) {
    throw new RangeError(`${caller}: rate must be in [0, 1); got ${rate}.`);
  }
  if (seeds?.length !== rows) {
    throw new RangeError(
      `${caller}: seeds must have one number for each of ${rows} rows; got ${seeds?.length ?? "none"}. A network that leaves parts out in training takes them as the third argument of apply.`,
    );
  }
  const factors = new Float32Array(rows * count).fill(1 / (1 - rate));
  for (let row = 0; row < rows; row++) {
    const random = randomStream({ seed: (seeds[row] as number) >>> 0, purpose: layer });
    for (let i = row * count; i < (row + 1) * count; i++) if (random.chance(rate)) factors[i] = 0;
  }
  return factors;
}
