import type { NamedVariable } from "../networks/network.ts";
import { nameList } from "../state/name-list.ts";
import { assignAll } from "./assign-all.ts";
import { emaUpdate } from "./ema-update.ts";

/**
 * Moves target variables towards online ones: ξ ← τ ξ + (1 − τ) θ, matched by name.
 *
 * @param target - ξ, changed in place.
 * @param online - θ, in any order.
 * @param momentum - τ, what the target keeps, in [0, 1]; 1 changes nothing, 0 copies.
 * @throws {RangeError} If the momentum is out of range, or names or shapes differ; nothing is changed then.
 *
 * @see Grill et al., Bootstrap Your Own Latent, 2020, section 3.1: https://arxiv.org/abs/2006.07733
 *
 * @example
 * updateEma(target.parameters, online.parameters, cosineMomentum({ base: 0.996 })(progress));
 */
export function updateEma(
  target: readonly NamedVariable[],
  online: readonly NamedVariable[],
  momentum: number,
): void {
  if (!(momentum >= 0 && momentum <= 1)) {
    throw new RangeError(`updateEma: momentum must be in [0, 1]; got ${momentum}.`);
  }
  const sources = byName("online", online);
  const targets = byName("target", target);
  const onlyTarget = [...targets.keys()].filter((name) => !sources.has(name));
  const onlyOnline = [...sources.keys()].filter((name) => !targets.has(name));
  if (onlyTarget.length > 0 || onlyOnline.length > 0) {
    throw new RangeError(
      "updateEma: target and online must list the same variables; " +
        `got only in target: ${nameList(onlyTarget)}; only in online: ${nameList(onlyOnline)}.`,
    );
  }
  const t = target.map(({ variable }) => variable);
  const o = target.map(({ name, variable }) => {
    const source = (sources.get(name) as NamedVariable).variable;
    if (source.shape.join() !== variable.shape.join()) {
      throw new RangeError(
        `updateEma: ${name} must have one shape in target and online; ` +
          `got [${variable.shape.join(", ")}] and [${source.shape.join(", ")}].`,
      );
    }
    return source;
  });
  assignAll(t, () => emaUpdate({ t, o }, { momentum }));
}

function byName(
  role: string,
  variables: readonly NamedVariable[],
): ReadonlyMap<string, NamedVariable> {
  const map = new Map(variables.map((variable) => [variable.name, variable]));
  if (map.size < variables.length) {
    const twice = variables.find((v) => map.get(v.name) !== v)?.name;
    throw new RangeError(`updateEma: names of ${role} must be unique; got ${twice} twice.`);
  }
  return map;
}
