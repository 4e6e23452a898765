import type { ClassifierConfig, NetworkNoise } from "../stages/classifier-config.ts";
import type { NoisyRecipe } from "../stages/noisy-recipe.ts";
import type { StageTraining } from "../stages/stage-training.ts";

/** What run.json keeps of a teacher's or a student's training. */
interface NoisyConfig extends ClassifierConfig, StageTraining {
  readonly views: NoisyRecipe;
  readonly noise: NetworkNoise;
  readonly labelSmoothing: number;
  readonly movingAverage: number;
}

/** The first teacher: labels alone. */
export interface TeacherConfig extends NoisyConfig {
  readonly stage: "teacher";
}

/** A student: labels, and what the teacher says of other pictures. */
export interface StudentConfig extends NoisyConfig {
  readonly stage: "student";
  /** From 1. */
  readonly round: number;
  /** Pictures without labels for each with one. */
  readonly unlabeledRatio: number;
  readonly targets: "soft" | "hard";
  /** Of soft targets. */
  readonly temperature?: number;
  readonly selection: SelectionConfig;
}

/** The last student's last stage and classifier at a larger size. */
export interface ResolutionConfig extends ClassifierConfig, StageTraining {
  readonly stage: "resolution";
  /** Stages that stay as they are, with all before them. */
  readonly frozenStages: number;
  readonly labelSmoothing: number;
}

/** Which pictures a student sees, and how often. */
export interface SelectionConfig {
  /**
   * "balanced": as the authors' code, bins and draws; "surest": as the paper's text, the surest alone; "all": each picture once,
   * but those below `minConfidence`.
   */
  readonly by: "balanced" | "surest" | "all";
  /** Copies of pictures of each class; not with "all". */
  readonly perClass?: number;
  /** In [0, 1]. */
  readonly minConfidence: number;
}
