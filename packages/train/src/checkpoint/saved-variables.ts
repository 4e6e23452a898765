import type { Method, NamedVariable, Optimizer } from "@unlabeled/core";
import { prefixed } from "@unlabeled/core";

/**
 * All that a checkpoint holds: trained parameters and the method's state by their names, slots under `optimizer/`.
 *
 * @throws {RangeError} If two of them have one name.
 */
export function savedVariables(
  method: Pick<Method, "name" | "trained" | "state">,
  optimizer: Optimizer,
): NamedVariable[] {
  const all = [...method.trained, ...method.state, ...prefixed("optimizer", optimizer.slots)];
  const names = new Set(["__metadata__"]); // the file format's own
  for (const { name } of all) {
    if (names.has(name)) {
      throw new RangeError(
        `train: names of ${method.name}'s trained parameters and state must be unique; got ${name} twice.`,
      );
    }
    names.add(name);
  }
  return all.map(({ name, variable }) => ({ name, variable }));
}
