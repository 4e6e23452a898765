export { testBatchNorm } from "./test-batch-norm.ts";
export { testConvolutions } from "./test-convolutions.ts";
export { testCoreOperations } from "./test-core-operations.ts";
export { testGradients } from "./test-gradients.ts";
