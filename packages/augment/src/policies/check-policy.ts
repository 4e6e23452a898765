import { checkFields, checkName, checkNumber, checkWhole, show } from "../recipes/check-value.ts";
import { OPERATION_NAMES } from "./apply-operation.ts";
import type { Policy, PolicyStep } from "./policy.ts";

/**
 * Throws unless `policy` is a policy: it may come from a JSON file.
 *
 * @param name - What messages call it: "smallPictureViews: policy".
 */
export function checkPolicy(name: string, policy: Policy): void {
  checkFields(name, policy, ["definition", "interpolation", "fill", "picks", "choices"]);
  checkName(`${name}.definition`, policy.definition, ["pillow", "tensorflow"]);
  checkName(`${name}.interpolation`, policy.interpolation, ["nearest", "bilinear"]);
  checkWhole(`${name}.picks`, policy.picks, 0);
  if (!Array.isArray(policy.choices) || policy.choices.length === 0) {
    throw new TypeError(
      `${name}.choices must be a list of at least one; got ${show(policy.choices)}.`,
    );
  }
  for (const [i, steps] of policy.choices.entries()) {
    if (!Array.isArray(steps)) {
      throw new TypeError(`${name}.choices[${i}] must be a list of steps; got ${show(steps)}.`);
    }
    for (const [j, step] of steps.entries()) checkStep(`${name}.choices[${i}][${j}]`, step);
  }
}

function checkStep(name: string, step: PolicyStep): void {
  checkFields(name, step, ["operation", "probability", "amounts", "shareOf", "within"]);
  checkName(`${name}.operation`, step.operation, OPERATION_NAMES);
  const { probability = 1, amounts = [0], shareOf, within } = step;
  checkNumber(`${name}.probability`, probability, 0, 1);
  if (!Array.isArray(amounts) || amounts.length === 0 || !amounts.every(Number.isFinite)) {
    throw new TypeError(`${name}.amounts must be a list of numbers; got ${show(amounts)}.`);
  }
  if (shareOf !== undefined) checkName(`${name}.shareOf`, shareOf, ["picture", "box"]);
  if (within !== undefined) checkName(`${name}.within`, within, ["boxes", "oneBox"]);
}
