export {
  type ClassifierFromLayerOptions,
  classifierFromLayer,
  type ImageClassifier,
} from "./classifier-from-layer.ts";
export {
  type Distill,
  type DistillFromRows,
  type DistillFromRowsOptions,
  type DistillOptions,
  type DistillOutputs,
  type DistillTargets,
  type DistillWithLabels,
  type DistillWithLabelsOptions,
  type DistillWithLabelsOutputs,
  type DistillWithLabelsTargets,
  distill,
  distillFromRows,
  distillWithLabels,
} from "./distill.ts";
export {
  type FineTune,
  type FineTuneOptions,
  type FineTuneOutputs,
  type FineTuneTargets,
  fineTune,
  isPretrainedKernel,
} from "./fine-tune.ts";
export { type Simclr, type SimclrOptions, type SimclrOutputs, simclr } from "./simclr.ts";
