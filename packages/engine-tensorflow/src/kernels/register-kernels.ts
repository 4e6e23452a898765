import { registerBatchNorm } from "./batch-norm.ts";
import { registerConvolutions } from "./convolution.ts";
import { registerMatMul } from "./mat-mul.ts";
import { registerPooling } from "./pooling.ts";
import { registerMissingKernels, runEmptyOnCpu } from "./run-on-cpu.ts";

/** Makes tfjs-node's backend whole: kernels that it lacks, those that differ, and core's fused operations. */
export function registerKernels(): void {
  registerMissingKernels();
  registerConvolutions();
  registerPooling();
  registerMatMul();
  registerBatchNorm();
  runEmptyOnCpu();
}
