export { engine, type TensorflowEngineOptions, tensorflowEngine } from "./engine.ts";
export { InstallError, type Obstacle } from "./install/install-error.ts";
export { installTensorFlow } from "./install/install-tensorflow.ts";
export type { Installation, InstallOptions } from "./install/installation.ts";
export { TRIED_VERSIONS, type TriedVersion, type Variant } from "./tried-versions.ts";
