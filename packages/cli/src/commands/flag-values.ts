import { InvalidArgumentError } from "commander";

/** A flag's value as an integer ≥ 1. */
export function positiveInteger(text: string): number {
  return integer(text, 1, Number.MAX_SAFE_INTEGER);
}

/** A flag's value as an integer ≥ 0. */
export function wholeNumber(text: string): number {
  return integer(text, 0, Number.MAX_SAFE_INTEGER);
}

/** A flag's value as a seed. */
export function seed(text: string): number {
  return integer(text, 0, 2 ** 32 - 1);
}

/** A flag's value as a number > 0. */
export function positiveNumber(text: string): number {
  const value = finiteNumber(text);
  if (!(value > 0)) throw new InvalidArgumentError("It must be greater than 0.");
  return value;
}

/** A flag's value as a finite number. */
export function finiteNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value)) {
    throw new InvalidArgumentError("It must be a number.");
  }
  return value;
}

function integer(text: string, least: number, greatest: number): number {
  const value = Number(text);
  if (text.trim() !== "" && Number.isInteger(value) && value >= least && value <= greatest) {
    return value;
  }
  const limit = greatest === Number.MAX_SAFE_INTEGER ? "" : ` and at most ${greatest}`;
  throw new InvalidArgumentError(`It must be an integer of at least ${least}${limit}.`);
}
