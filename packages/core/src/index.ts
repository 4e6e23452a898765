export { assertShapes } from "./assert-shapes.ts";
export type {
  Engine,
  EngineOptions,
  EngineProbe,
  RunningEngine,
} from "./engine/engine.ts";
export type { Batches } from "./methods/batches.ts";
export type { Method, Objective, Progress, Tensors, TwoViews } from "./methods/method.ts";
export { disposeNetwork, prefixed } from "./networks/compose.ts";
export { type Defined, defineNetwork } from "./networks/define-network.ts";
export {
  constant,
  type Fan,
  heNormal,
  type Initializer,
  normal,
  truncatedNormal,
} from "./networks/initializers.ts";
export type {
  Backbone,
  Mode,
  NamedVariable,
  Network,
  Parameter,
  ParameterKind,
} from "./networks/network.ts";
export { type VariableMaker, within } from "./networks/variable-maker.ts";
export { type BatchNormOptions, type BatchNormVariables, batchNorm } from "./ops/batch-norm.ts";
export { type Conv2dOptions, conv2d } from "./ops/conv-2d.ts";
export { type ConvBatchNormVariables, convBatchNorm } from "./ops/conv-batch-norm.ts";
export type { Padding } from "./ops/padding.ts";
export type { Gradients, Optimizer } from "./optimizers/optimizer.ts";
export type { Picture, ViewKey, ViewPipeline } from "./pictures/picture.ts";
export { permutation } from "./random/permutation.ts";
export { philox4x32, randomStream } from "./random/philox.ts";
export type { RandomStream, StreamKey } from "./random/random-stream.ts";
export type { Schedule } from "./schedules/schedule.ts";
