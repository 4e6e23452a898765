import type { Picture } from "@unlabeled/core";
import { applyOperation } from "./apply-operation.ts";
import type { DrawnOperation, Policy } from "./policy.ts";

/**
 * What drawn operations make of a picture, one after the other.
 *
 * @param options.policy - The policy they were drawn from: its definition, interpolation and fill.
 * @param options.drawn - From `drawPolicy`.
 * @returns A picture of the same size; the picture itself if nothing was drawn, never changed.
 * @throws {RangeError} If the picture is not whole, or an operation happens in a box (those need
 *   `applyPolicyToScene`).
 *
 * @example
 * const policy = randAugment({ magnitude: 9 });
 * const augmented = applyPolicy(picture, { policy, drawn: drawPolicy(policy, random) });
 */
export function applyPolicy(
  picture: Picture,
  { policy, drawn }: { policy: Policy; drawn: readonly DrawnOperation[] },
): Picture {
  let current = picture;
  for (const operation of drawn) {
    if (operation.box !== undefined) {
      throw new RangeError(
        `applyPolicy: drawn must have no operations in boxes; got ${operation.operation} in box ` +
          `${operation.box}. Boxes go with applyPolicyToScene.`,
      );
    }
    current = applyOperation(current, operation, policy);
  }
  return current;
}
