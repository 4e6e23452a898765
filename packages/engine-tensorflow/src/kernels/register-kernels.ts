import { registerMissingKernels, runEmptyOnCpu } from "@unlabeled/core";
import { registerBatchNorm } from "./batch-norm.ts";
import { registerConvolutions } from "./convolution.ts";
import { registerMatMul } from "./mat-mul.ts";
import { registerPooling } from "./pooling.ts";
import { registerSgdUpdate } from "./sgd-update.ts";

/** Makes tfjs-node's backend whole: kernels that it lacks, those that differ, and core's fused operations. */
export function registerKernels(): void {
  registerMissingKernels("tensorflow");
  registerConvolutions();
  registerPooling();
  registerMatMul();
  registerBatchNorm();
  registerSgdUpdate();
  runEmptyOnCpu("tensorflow");
}
