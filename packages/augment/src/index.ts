export { cutMix } from "./batch/cut-mix.ts";
export { type DrawnCutMix, type DrawnMix, drawCutMix, drawMixup } from "./batch/draw-mix.ts";
export type { LabelledBatch } from "./batch/labelled-batch.ts";
export { mixup } from "./batch/mixup.ts";
export { type MultiCropViewsOptions, multiCropViews } from "./batch/multi-crop-views.ts";
export { type ByolViewsOptions, byolViews } from "./byol-views.ts";
export { autoContrast } from "./bytes/auto-contrast.ts";
export { brightness } from "./bytes/brightness.ts";
export type { ByteDefinition } from "./bytes/byte-definition.ts";
export type { ByteOptions, DefinedByteOptions, Fill, WarpOptions } from "./bytes/byte-options.ts";
export { colour } from "./bytes/colour.ts";
export { contrast } from "./bytes/contrast.ts";
export { type CutoutBox, type CutoutOptions, cutout } from "./bytes/cutout.ts";
export { equalize } from "./bytes/equalize.ts";
export { flip } from "./bytes/flip.ts";
export { invert } from "./bytes/invert.ts";
export { posterize } from "./bytes/posterize.ts";
export { reflectedCrop } from "./bytes/reflected-crop.ts";
export { rotate } from "./bytes/rotate.ts";
export { sharpness } from "./bytes/sharpness.ts";
export { shearX } from "./bytes/shear-x.ts";
export { shearY } from "./bytes/shear-y.ts";
export { solarize } from "./bytes/solarize.ts";
export { solarizeAdd } from "./bytes/solarize-add.ts";
export { translateX } from "./bytes/translate-x.ts";
export { translateY } from "./bytes/translate-y.ts";
export { type CorruptOptions, corrupt } from "./corruptions/corrupt.ts";
export { type CorruptedViewOptions, corruptedView } from "./corruptions/corrupted-view.ts";
export type {
  CorruptionName,
  CorruptionSeverity,
  CorruptionTable,
} from "./corruptions/corruption.ts";
export { CORRUPTIONS } from "./corruptions/corruptions.ts";
export type { Range } from "./crops/crop.ts";
export { applyPolicyToScene } from "./detection/apply-policy-to-scene.ts";
export type { Placement } from "./detection/detection-parameters.ts";
export {
  type DetectionPipeline,
  type DetectionView,
  type DetectionViewsOptions,
  detectionViews,
} from "./detection/detection-views.ts";
export type { Box, Scene, SceneObject } from "./detection/scene.ts";
export { type EvaluationViewOptions, evaluationView } from "./evaluation-view.ts";
export { type MocoViewsOptions, mocoViews } from "./moco-views.ts";
export { type PerturbOptions, perturb } from "./perturbations/perturb.ts";
export type { PerturbationName } from "./perturbations/perturbation.ts";
export { PERTURBATIONS } from "./perturbations/perturbations.ts";
export { type PerturbedViewOptions, perturbedView } from "./perturbations/perturbed-view.ts";
export { applyPolicy } from "./policies/apply-policy.ts";
export { autoAugment } from "./policies/auto-augment.ts";
export {
  type DetectionPolicyOptions,
  type DetectionRandAugmentOptions,
  detectionAutoAugment,
  detectionRandAugment,
} from "./policies/detection-policies.ts";
export { drawPolicy } from "./policies/draw-policy.ts";
export {
  type NoisyStudentViewsOptions,
  noisyStudentViews,
} from "./policies/noisy-student-views.ts";
export type { DrawnOperation, OperationName, Policy, PolicyStep } from "./policies/policy.ts";
export {
  NOISY_STUDENT_MAGNITUDES,
  type RandAugmentOptions,
  randAugment,
} from "./policies/rand-augment.ts";
export {
  type SmallPictureViewsOptions,
  smallPictureViews,
} from "./policies/small-picture-views.ts";
export type {
  BlurRecipe,
  CropSamplerName,
  Interpolation,
  JitterRecipe,
  NormalizeRecipe,
  SolarizeRecipe,
  ViewRecipe,
} from "./recipes/view-recipe.ts";
export { type RenderClipOptions, renderClip } from "./render-clip.ts";
export { type SimclrViewsOptions, simclrViews } from "./simclr-views.ts";
export { type TemporalViewOptions, temporalView } from "./temporal-view.ts";
export { type ViewsOptions, views } from "./views.ts";
