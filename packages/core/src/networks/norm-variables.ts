import type { BatchNormVariables } from "../ops/batch-norm.ts";
import { constant } from "./initializers.ts";
import type { VariableMaker } from "./variable-maker.ts";

export interface NormVariablesOptions {
  /** Initial γ. Default 1. */
  scale?: number;
  /** Whether it has a β. Default true. */
  offset?: boolean;
}

/** Variables of a batch normalization over `channels`: `scale`, `offset`, `mean`, `variance`. */
export function normVariables(
  variables: VariableMaker,
  channels: number,
  { scale = 1, offset = true }: NormVariablesOptions = {},
): BatchNormVariables {
  return {
    scale: variables.scale("scale", [channels], constant(scale)),
    ...(offset && { offset: variables.bias("offset", [channels]) }),
    mean: variables.statistic("mean", [channels], constant(0)),
    variance: variables.statistic("variance", [channels], constant(1)),
  };
}
