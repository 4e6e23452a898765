export type { SkippedPicture } from "./loading/batch-maker.ts";
export {
  type BatchesOptions,
  batches,
  type Images,
  type SourceBatches,
} from "./loading/batches.ts";
export {
  type EvaluationBatch,
  type EvaluationBatches,
  evaluationBatches,
} from "./loading/evaluation-batches.ts";
export type { LoadingOptions } from "./loading/make-renderer.ts";
export { defineSource } from "./sources/define-source.ts";
export { fingerprint } from "./sources/fingerprint.ts";
export { type IdxFilesOptions, idxFiles } from "./sources/idx-files.ts";
export { type ImageFolderOptions, imageFolder } from "./sources/image-folder.ts";
export { inMemory } from "./sources/in-memory.ts";
export { type OpenSourceOptions, openSource } from "./sources/open-source.ts";
export type { PictureLocation } from "./sources/picture-location.ts";
export type { Source } from "./sources/source.ts";
export { type SplitSourceOptions, splitSource } from "./sources/split-source.ts";
export { subset } from "./sources/subset.ts";
export { type TarShardsOptions, tarShards } from "./sources/tar-shards.ts";
