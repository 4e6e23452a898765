import type { Parameter } from "../networks/network.ts";

/** Which parameters something applies to. */
export type ParameterPredicate = (parameter: Parameter) => boolean;

export const isKernel: ParameterPredicate = ({ kind }) => kind === "kernel";

/** λ for each parameter, 0 where it is not decayed. */
export function weightDecaysOf(
  parameters: readonly Parameter[],
  decays: ParameterPredicate,
  weightDecay: number,
): number[] {
  return parameters.map((parameter) => (decays(parameter) ? weightDecay : 0));
}

/** A predicate as run.json can hold it. */
export function describePredicate(predicate: ParameterPredicate): string {
  return predicate === isKernel ? "kernels" : "custom";
}
