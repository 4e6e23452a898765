export { assertPositiveIntegers } from "./assert-positive-integers.ts";
export { assertShapes } from "./assert-shapes.ts";
export { cpuKernel, registerMissingKernels, runEmptyOnCpu } from "./engine/cpu-kernels.ts";
export type {
  Engine,
  EngineInstallation,
  EngineInstallOptions,
  EngineOptions,
  EngineProbe,
  RunningEngine,
} from "./engine/engine.ts";
export { installEngine } from "./engine/install-engine.ts";
export { type SurveyedEngine, surveyEngines } from "./engine/survey-engines.ts";
export { currentEngine, useEngine } from "./engine/use-engine.ts";
export { type LossAndGradients, lossAndGradients } from "./gradients/loss-and-gradients.ts";
export type { Batches } from "./methods/batches.ts";
export type {
  Images,
  ImagesWithRows,
  LabeledImages,
  Method,
  Objective,
  PartlyLabeledImages,
  Progress,
  PseudoLabeledGroups,
  Tensors,
  TwoViews,
  Watch,
} from "./methods/method.ts";
export { type WithMovingAverage, withMovingAverage } from "./methods/with-moving-average.ts";
export { disposeNetwork, prefixed } from "./networks/compose.ts";
export { type Defined, defineNetwork } from "./networks/define-network.ts";
export { frozen } from "./networks/frozen.ts";
export {
  constant,
  type Fan,
  heNormal,
  type Initializer,
  normal,
  truncatedNormal,
} from "./networks/initializers.ts";
export { type Head, type LayeredHead, type MlpOptions, mlp } from "./networks/mlp.ts";
export type {
  Backbone,
  Mode,
  NamedVariable,
  Network,
  Parameter,
  ParameterKind,
} from "./networks/network.ts";
export { type NormVariablesOptions, normVariables } from "./networks/norm-variables.ts";
export type { RowSeeds } from "./networks/row-seeds.ts";
export { type Branch, type BranchParts, type Stacked, stacked } from "./networks/stacked.ts";
export { untrained, type VariableMaker, within } from "./networks/variable-maker.ts";
export { type BatchNormOptions, type BatchNormVariables, batchNorm } from "./ops/batch-norm.ts";
export { type Conv2dOptions, conv2d } from "./ops/conv-2d.ts";
export { type ConvBatchNormVariables, convBatchNorm } from "./ops/conv-batch-norm.ts";
export { copiedTensor } from "./ops/copied-tensor.ts";
export { depthwiseConv2d } from "./ops/depthwise-conv-2d.ts";
export { differentiable } from "./ops/differentiable.ts";
export { dropout } from "./ops/dropout.ts";
export { globalAveragePool } from "./ops/global-average-pool.ts";
export type { NoiseOptions } from "./ops/kept.ts";
export { lentTensor } from "./ops/lent-tensor.ts";
export { linear } from "./ops/linear.ts";
export type { Padding } from "./ops/padding.ts";
export { scaleChannels } from "./ops/scale-channels.ts";
export { softmaxCrossEntropy } from "./ops/softmax-cross-entropy.ts";
export { stochasticDepth } from "./ops/stochastic-depth.ts";
export { swish } from "./ops/swish.ts";
export { type AdamOptions, adam } from "./optimizers/adam.ts";
export { type AdamWOptions, adamW } from "./optimizers/adam-w.ts";
export { type ClippedGradients, clipByGlobalNorm } from "./optimizers/clip-by-global-norm.ts";
export { type LarsOptions, lars } from "./optimizers/lars.ts";
export type { Gradients, Optimizer } from "./optimizers/optimizer.ts";
export { type SgdOptions, sgd } from "./optimizers/sgd.ts";
export type { ParameterPredicate } from "./optimizers/weight-decay.ts";
export {
  type Picture,
  type ViewKey,
  type ViewPipeline,
  type ViewSize,
  viewSizes,
} from "./pictures/picture.ts";
export { permutation } from "./random/permutation.ts";
export { philox4x32, randomStream } from "./random/philox.ts";
export type { RandomStream, StreamKey } from "./random/random-stream.ts";
export {
  type ConstantScheduleOptions,
  constantSchedule,
} from "./schedules/constant-schedule.ts";
export { type CosineMomentumOptions, cosineMomentum } from "./schedules/cosine-momentum.ts";
export {
  type ExponentialDecayOptions,
  exponentialDecay,
} from "./schedules/exponential-decay.ts";
export { type LinearDecayOptions, linearDecay } from "./schedules/linear-decay.ts";
export { linearScaling, squareRootScaling } from "./schedules/scaling.ts";
export type { Schedule } from "./schedules/schedule.ts";
export { scheduleSamples } from "./schedules/schedule-samples.ts";
export { type StepDecayOptions, stepDecay } from "./schedules/step-decay.ts";
export type { WarmUpOptions } from "./schedules/warm-up.ts";
export { type WarmupCosineOptions, warmupCosine } from "./schedules/warmup-cosine.ts";
export { decodeSafetensors, type SafetensorsFile } from "./state/decode-safetensors.ts";
export { encodeSafetensors } from "./state/encode-safetensors.ts";
export { restoreVariables } from "./state/restore-variables.ts";
export type { StoredTensor, StoredTensors } from "./state/stored-tensor.ts";
export { variableTensors } from "./state/variable-tensors.ts";
export { updateEma } from "./updates/update-ema.ts";
