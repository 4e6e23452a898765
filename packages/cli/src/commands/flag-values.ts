import { InvalidArgumentError } from "commander";
import { networkKeys } from "../config/keys/network-keys.ts";
import type { Values } from "../config/merge.ts";

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

/** A flag's value as a part of something, in (0, 1]. */
export function part(text: string): number {
  const value = finiteNumber(text);
  if (!(value > 0 && value <= 1)) throw new InvalidArgumentError("It must be in (0, 1].");
  return value;
}

/** A flag's value as a part of something, in [0, 1]. */
export function fraction(text: string): number {
  const value = finiteNumber(text);
  if (!(value >= 0 && value <= 1)) throw new InvalidArgumentError("It must be in [0, 1].");
  return value;
}

/** A flag's value as a rate, in [0, 1). */
export function rate(text: string): number {
  const value = finiteNumber(text);
  if (!(value >= 0 && value < 1)) throw new InvalidArgumentError("It must be in [0, 1).");
  return value;
}

/** A flag's value as a backbone's name. */
export function backbone(text: string): string {
  const { success, error } = networkKeys.backbone.safeParse(text);
  if (!success) throw new InvalidArgumentError(`It ${error.issues[0]?.message}.`);
  return text;
}

/** A flag's value as a finite number. */
export function finiteNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value)) {
    throw new InvalidArgumentError("It must be a number.");
  }
  return value;
}

/** A flag's value as names, separated by commas. */
export function names(text: string): string[] {
  return text.split(",").map((name) => name.trim());
}

/** Reads a flag's value as some of these names, separated by commas. */
export function namesAmong<Name extends string>(all: readonly Name[]): (text: string) => Name[] {
  return (text) => {
    const found = names(text);
    const wrong = found.find((name) => !(all as readonly string[]).includes(name));
    if (wrong === undefined) return found as Name[];
    throw new InvalidArgumentError(`It must be some of ${all.join(", ")}; got ${wrong}.`);
  };
}

/** Values one level down, if there are any. */
export function group(name: string, values: Values): Values {
  return Object.values(values).every((value) => value === undefined) ? {} : { [name]: values };
}

function integer(text: string, least: number, greatest: number): number {
  const value = Number(text);
  if (text.trim() !== "" && Number.isInteger(value) && value >= least && value <= greatest) {
    return value;
  }
  const limit = greatest === Number.MAX_SAFE_INTEGER ? "" : ` and at most ${greatest}`;
  throw new InvalidArgumentError(`It must be an integer of at least ${least}${limit}.`);
}
