import * as tf from "@tensorflow/tfjs";
import type { Network } from "@unlabeled/core";
import { expect } from "vitest";

/** Values by variable name, row after row. */
export type Values = Readonly<Record<string, readonly number[]>>;

/** A network's variables; or those of a method, trained and kept. */
type Variables = Pick<Network<never>, "parameters" | "statistics">;

/** Gives variables the values of a fixture, by name; those that it does not list stay. */
export function assignValues({ parameters, statistics }: Variables, values: Values): void {
  for (const { name, variable } of [...parameters, ...statistics]) {
    const value = values[name];
    if (value) variable.assign(tf.tensor([...value], variable.shape));
  }
}

/** Expects of variables the values of a fixture, by name; those that it does not list are not looked at. */
export function expectValues(
  { parameters, statistics }: Variables,
  expected: Values,
  atol: number,
): void {
  for (const { name, variable } of [...parameters, ...statistics]) {
    const value = expected[name];
    if (value) expect(variable, name).toBeAllclose(tf.tensor([...value], variable.shape), atol);
  }
}
