import { mean } from "./mean.ts";

/** Errors of a network by corruption: one for each severity, in [0, 1]. */
export type CorruptionErrors = Readonly<Record<string, readonly number[]>>;

/** Errors of the network that they are compared with: for each severity, or their mean; in [0, 1]. */
export type BaselineErrors = Readonly<Record<string, number | readonly number[]>>;

/** Mean errors over the severities of one corruption. */
export interface PairedErrors {
  readonly corruption: string;
  readonly network: number;
  readonly baseline: number;
}

/** The means of each corruption of `errors`, checked, for the public function `caller`. */
export function pairedErrors(
  caller: string,
  errors: CorruptionErrors,
  baseline: BaselineErrors,
): readonly PairedErrors[] {
  const corruptions = Object.entries(errors);
  if (corruptions.length === 0) {
    throw new RangeError(`${caller}: errors must have at least one corruption; got none.`);
  }
  return corruptions.map(([corruption, own]) => {
    const other = baseline[corruption];
    if (other === undefined) {
      const known = Object.keys(baseline).join(", ");
      throw new RangeError(
        `${caller}: baseline must have every corruption of errors, ${corruption} too; got ${known}.`,
      );
    }
    if (typeof other !== "number" && other.length !== own.length) {
      throw new RangeError(
        `${caller}: errors.${corruption} must have as many severities as the baseline, ${other.length}; got ${own.length}.`,
      );
    }
    return {
      corruption,
      network: meanError(`${caller}: errors.${corruption}`, own),
      baseline: meanError(`${caller}: baseline.${corruption}`, [other].flat()),
    };
  });
}

function meanError(name: string, errors: readonly number[]): number {
  if (errors.length === 0) {
    throw new RangeError(`${name} must have an error for each severity; got none.`);
  }
  for (const error of errors) {
    if (!(error >= 0 && error <= 1)) {
      throw new RangeError(`${name} must be errors in [0, 1]; got ${error}.`);
    }
  }
  return mean(errors);
}
