export type { MocoOptions } from "./moco-options.ts";
export { mocoV1 } from "./moco-v1.ts";
export { mocoV2 } from "./moco-v2.ts";
export { type MocoV3, type MocoV3Outputs, type MocoV3Targets, mocoV3 } from "./moco-v3.ts";
export type { MocoV3Options } from "./moco-v3-options.ts";
export type { Moco, MocoOutputs, MocoTargets } from "./queue-moco.ts";
