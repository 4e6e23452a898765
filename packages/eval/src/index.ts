export { center } from "./features/center.ts";
export { extractFeatures } from "./features/extract-features.ts";
export type { Features, FeatureTable } from "./features/feature-table.ts";
export type { PictureBatch } from "./features/picture-batch.ts";
export { rawPixels } from "./features/raw-pixels.ts";
export { standardize } from "./features/standardize.ts";
export type { Figure, FigureCounts } from "./figures/figure.ts";
export { type TopAccuracyOptions, topAccuracy } from "./figures/top-accuracy.ts";
export { type KnnOptions, type KnnProtocol, knnAccuracy } from "./neighbours/knn-accuracy.ts";
export { type Neighbours, nearestNeighbours } from "./neighbours/nearest-neighbours.ts";
export {
  type FewLabelFigure,
  type FewLabelOptions,
  type FewLabelProtocol,
  fewLabelAccuracy,
} from "./probes/few-label-accuracy.ts";
export { type LinearProbeProtocol, linearProbe } from "./probes/linear-probe.ts";
export { type LinearModel, type LogisticModel, probabilities } from "./probes/logistic-model.ts";
export {
  type FitRecord,
  type LogisticProtocol,
  logisticProbe,
} from "./probes/logistic-probe.ts";
export type { ConvergenceOptions } from "./probes/logistic-problem.ts";
export { type LogisticOptions, logisticRegression } from "./probes/logistic-regression.ts";
export type { LinearProbeOptions } from "./probes/sgd-classifier.ts";
export {
  PENALTIES,
  type SweepFigure,
  type SweepOptions,
  type SweepProtocol,
  sweepPenalty,
} from "./probes/sweep-penalty.ts";
export { type Curve, type CurveChartOptions, curveChart } from "./report/curve-chart.ts";
export type {
  LossPoint,
  NeighbourGrid,
  NeighbourQuery,
  NextCommand,
  ReportContent,
  ReportFact,
  ReportPicture,
  ReportRow,
} from "./report/report-content.ts";
export { reportHtml } from "./report/report-html.ts";
export type { CurvePoint } from "./report/summarize-curve.ts";
export {
  ALEXNET_CLEAN_ERROR,
  ALEXNET_ERRORS,
  ALEXNET_FLIP_PROBABILITIES,
} from "./robustness/alexnet.ts";
export type { Attack, AttackOptions, Classifier } from "./robustness/attack.ts";
export {
  type AttackAccuracyOptions,
  type AttackPoint,
  attackAccuracy,
} from "./robustness/attack-accuracy.ts";
export {
  type ClosedBatches,
  type CorruptionErrorsOptions,
  corruptionErrors,
} from "./robustness/corruption-errors.ts";
export { type FgsmOptions, fgsm } from "./robustness/fgsm.ts";
export { type FlipRateOptions, flipRate } from "./robustness/flip-rate.ts";
export { flipRates } from "./robustness/flip-rates.ts";
export { type FramePredictionsOptions, framePredictions } from "./robustness/frame-predictions.ts";
export { meanCorruptionError } from "./robustness/mean-corruption-error.ts";
export { meanFlipRate } from "./robustness/mean-flip-rate.ts";
export type { BaselineErrors, CorruptionErrors } from "./robustness/paired-errors.ts";
export { type PgdOptions, pgd } from "./robustness/pgd.ts";
export {
  type CleanErrors,
  relativeMeanCorruptionError,
} from "./robustness/relative-mean-corruption-error.ts";
