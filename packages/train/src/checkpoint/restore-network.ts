import { type Network, prefixed, restoreVariables } from "@unlabeled/core";
import type { Checkpoint } from "./checkpoint.ts";

/**
 * Gives a network the parameters and running statistics that a checkpoint has for it.
 *
 * @param network - Of the architecture that was trained; changed in place.
 * @param role - Where its names begin: "backbone", "projector", "target/backbone".
 * @throws {RangeError} If the checkpoint has nothing of that role, or names or shapes differ; nothing is changed then.
 *
 * @example
 * restoreNetwork(backbone, await loadCheckpoint("runs/first"), "backbone");
 */
export function restoreNetwork(
  { parameters, statistics }: Pick<Network, "parameters" | "statistics">,
  { path, tensors }: Pick<Checkpoint, "path" | "tensors">,
  role: string,
): void {
  const own = Object.entries(tensors).filter(([name]) => name.startsWith(`${role}/`));
  if (own.length === 0) {
    const roles = new Set(Object.keys(tensors).map((name) => name.split("/")[0]));
    throw new RangeError(
      `restoreNetwork: role must be one of ${[...roles].join(", ")}, as ${path} has; got ${role}.`,
    );
  }
  restoreVariables(prefixed(role, [...parameters, ...statistics]), Object.fromEntries(own));
}
