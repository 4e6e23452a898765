export type { AnnotatedSource, AnnotationId, PictureSize } from "./annotated/annotated-source.ts";
export type { ClassMap } from "./annotated/class-map.ts";
export { type CocoDetectionOptions, cocoDetection } from "./annotated/coco-detection.ts";
export { decodeMask } from "./annotated/decode-mask.ts";
export type { ObjectAnnotation, PixelBox } from "./annotated/object-annotation.ts";
export type { PictureChoice } from "./annotated/picture-choice.ts";
export type { RunLengths, Segmentation } from "./annotated/segmentation.ts";
export { type VocDetectionOptions, vocDetection } from "./annotated/voc-detection.ts";
export type { VocPlaces } from "./annotated/voc-folders.ts";
export type { VocSource } from "./annotated/voc-source.ts";
export type { SkippedPicture } from "./loading/batch-maker.ts";
export { batches, type ManyViews } from "./loading/batches.ts";
export { batchesWithRows } from "./loading/batches-with-rows.ts";
export {
  type EvaluationBatch,
  type EvaluationBatches,
  evaluationBatches,
} from "./loading/evaluation-batches.ts";
export { labeledBatches } from "./loading/labeled-batches.ts";
export type { LoadingOptions } from "./loading/make-renderer.ts";
export { partlyLabeledBatches } from "./loading/partly-labeled-batches.ts";
export { pseudoLabeledBatches } from "./loading/pseudo-labeled-batches.ts";
export type { BatchesOptions, SourceBatches } from "./loading/source-batches.ts";
export { type RowSeedsBatch, withRowSeeds } from "./loading/with-row-seeds.ts";
export type { ProbabilityRows } from "./pseudo-labels/cut-into-shards.ts";
export type { PseudoLabelOptions } from "./pseudo-labels/pseudo-label-options.ts";
export { type PseudoLabels, readPseudoLabels } from "./pseudo-labels/read-pseudo-labels.ts";
export {
  type WrittenPseudoLabels,
  writePseudoLabels,
} from "./pseudo-labels/write-pseudo-labels.ts";
export { type CifarBinaryOptions, cifarBinary } from "./sources/cifar/cifar-binary.ts";
export { defineSource } from "./sources/define-source.ts";
export { fingerprint } from "./sources/fingerprint.ts";
export { type IdxFilesOptions, idxFiles } from "./sources/idx/idx-files.ts";
export { inMemory } from "./sources/in-memory.ts";
export { type LabelFractionOptions, labelFraction } from "./sources/label-fraction.ts";
export { type ImageFolderOptions, imageFolder } from "./sources/listing/image-folder.ts";
export { type NumpyArraysOptions, numpyArrays } from "./sources/numpy/numpy-arrays.ts";
export { type OpenSourceOptions, openSource } from "./sources/open-source.ts";
export { type ParquetImagesOptions, parquetImages } from "./sources/parquet/parquet-images.ts";
export type { PictureLocation } from "./sources/pictures/picture-location.ts";
export { type ResizedCopyOptions, resizedCopy } from "./sources/resized/resized-copy.ts";
export type { Source } from "./sources/source.ts";
export { type SplitSourceOptions, splitSource } from "./sources/split-source.ts";
export { subset } from "./sources/subset.ts";
export { type TarShardsOptions, tarShards } from "./sources/tar/tar-shards.ts";
export { type FrameFoldersOptions, frameFolders } from "./video/frame-folders.ts";
export type { Episode, FrameSource } from "./video/frame-source.ts";
export { videoFrames } from "./video/video-frames.ts";
export type { FrameCrop, VideoFramesOptions } from "./video/video-options.ts";
