import type { Picture, RandomStream } from "@unlabeled/core";

/** The corruptions of ImageNet-C. */
export type CorruptionName =
  | "gaussianNoise"
  | "shotNoise"
  | "impulseNoise"
  | "defocusBlur"
  | "glassBlur"
  | "motionBlur"
  | "zoomBlur"
  | "snow"
  | "frost"
  | "fog"
  | "brightness"
  | "contrast"
  | "elasticTransform"
  | "pixelate"
  | "jpegCompression";

/** Whose numbers: ImageNet-C's, for pictures of 224 x 224, or CIFAR-10-C's, for 32 x 32. */
export type CorruptionTable = "imagenet" | "small";

/** 1 is the mildest. */
export type CorruptionSeverity = 1 | 2 | 3 | 4 | 5;

/** What every corruption is told. */
export interface CorruptionSettings {
  readonly table: CorruptionTable;
  readonly severity: CorruptionSeverity;
  /** Whatever is drawn comes from here, in the order of the benchmark's code. */
  readonly random: RandomStream;
}

/** From a picture to the pixels of one of its size. */
export type Corruption = (picture: Picture, settings: CorruptionSettings) => Uint8Array;

/** Five numbers, or groups of them, from the mildest on. */
type Severities<T> = readonly [T, T, T, T, T];

/** The parameters of a corruption. */
export type SeverityTables<T> = Readonly<Record<CorruptionTable, Severities<T>>>;

/** The parameters that the settings ask for. */
export function parametersOf<T>(
  tables: SeverityTables<T>,
  { table, severity }: CorruptionSettings,
): T {
  return tables[table][severity - 1] as T;
}
