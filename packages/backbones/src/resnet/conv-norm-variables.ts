import {
  type ConvBatchNormVariables,
  heNormal,
  normVariables,
  type VariableMaker,
  within,
} from "@unlabeled/core";

/** Names of a convolution's variables and of those of the normalization behind it, and its kernel's shape. */
interface ConvNormShape {
  readonly conv: string;
  readonly norm: string;
  /** `[kh, kw, C, D]`. */
  readonly kernel: readonly [number, number, number, number];
  /** Initial γ. Default 1. */
  readonly scale?: number;
}

/** Variables of a convolution without bias, drawn as in PyTorch's ResNets, and of the normalization behind it. */
export function convNormVariables(
  variables: VariableMaker,
  { conv, norm, kernel, scale = 1 }: ConvNormShape,
): ConvBatchNormVariables {
  return {
    kernel: within(variables, conv).kernel("kernel", kernel, heNormal("out")),
    ...normVariables(within(variables, norm), kernel[3], { scale }),
  };
}
