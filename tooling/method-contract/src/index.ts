export { type StepOptions, step } from "./step.ts";
export { type MethodContractOptions, testMethod } from "./test-method.ts";
export { tinyBackbone } from "./tiny-backbone.ts";
export { assignValues, expectValues, type Values } from "./values.ts";
