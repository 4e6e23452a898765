import { ELEMENT_WISE_CASES } from "./element-wise-cases.ts";
import type { GradientCase } from "./gradient-case.ts";
import { IMAGE_CASES } from "./image-cases.ts";
import { MOVING_CASES } from "./moving-cases.ts";
import { REDUCTION_CASES } from "./reduction-cases.ts";

export type { GradientCase } from "./gradient-case.ts";
export { LINEAR_CASES } from "./image-cases.ts";

/** Calls that every backend must compute as the cpu backend does, with their gradients. */
export const GRADIENT_CASES: readonly GradientCase[] = [
  ...ELEMENT_WISE_CASES,
  ...REDUCTION_CASES,
  ...IMAGE_CASES,
  ...MOVING_CASES,
];
