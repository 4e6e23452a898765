export { filterAndBalance } from "./filter-and-balance.ts";
export { mostConfident } from "./most-confident.ts";
export {
  type NoisyStudent,
  type NoisyStudentOptions,
  noisyStudent,
  type PseudoLabeledImages,
} from "./noisy-student.ts";
export {
  type NoisyStudentOnline,
  type NoisyStudentOnlineOptions,
  noisyStudentOnline,
  type TaughtImages,
} from "./noisy-student-online.ts";
export type { Predictions } from "./predictions.ts";
export { repeatedSamples } from "./repeated-samples.ts";
export type { ClassSelection, Selection, SelectionOptions } from "./selection.ts";
export type { StudentImages } from "./student-images.ts";
export type {
  StudentMethod,
  StudentOptions,
  StudentOutputs,
  StudentTargets,
} from "./student-step.ts";
export {
  type Supervised,
  type SupervisedOptions,
  type SupervisedOutputs,
  type SupervisedTargets,
  supervised,
} from "./supervised.ts";
export { type ProbabilityTable, topPredictions } from "./top-predictions.ts";
