import type { Picture, RandomStream } from "@unlabeled/core";
import type { CorruptionTable } from "../corruptions/corruption.ts";
import type { Crop } from "../crops/crop.ts";

/** The perturbations of ImageNet-P. */
export type PerturbationName =
  | "gaussianNoise"
  | "shotNoise"
  | "motionBlur"
  | "zoomBlur"
  | "snow"
  | "brightness"
  | "translate"
  | "rotate"
  | "tilt"
  | "scale";

/** A picture, and the part of it that frames show: what is moved brings the rest into sight. */
export interface PerturbedScene {
  readonly whole: Picture;
  readonly crop: Crop;
}

/** What every perturbation is told. */
export interface PerturbationSettings {
  readonly table: CorruptionTable;
  /** How many frames, ≥ 2. */
  readonly frames: number;
  /** What is drawn for a frame comes from here, in the order of the benchmark's code. */
  readonly random: (frame: number) => RandomStream;
}

/** From a scene to the pixels of its frames, each of the crop's size. */
export type Perturbation = (
  scene: PerturbedScene,
  settings: PerturbationSettings,
) => Generator<Uint8Array, void>;

/**
 * How many steps a frame is away from the middle of its sequence. Frames are a step apart however many there are:
 * the benchmark's sequences of 16, 31 and 41 frames all have this middle.
 */
export function stepsFromMiddle(frame: number, { frames }: PerturbationSettings): number {
  return frame - Math.floor((frames - 1) / 2);
}
