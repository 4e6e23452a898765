export { testBatchNorm } from "./test-batch-norm.ts";
export { testConvolutions } from "./test-convolutions.ts";
export { testCoreOperations } from "./test-core-operations.ts";
export { testEmptyTensors } from "./test-empty-tensors.ts";
export { testGradients } from "./test-gradients.ts";
export { testTraining } from "./test-training.ts";
