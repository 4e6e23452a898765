import type { ViewRecipe } from "@unlabeled/augment";
import type { PretrainConfig } from "./pretrain-config.ts";

/**
 * A configuration with every default written out. It is itself a configuration that resolves to the same,
 * so that it can be printed, kept, and given again.
 */
export type ResolvedConfig = ResolvedTraining & ResolvedNetwork & ResolvedKeeping & ResolvedMethod;

type Given<Key extends keyof PretrainConfig> = {
  readonly [K in Key]-?: Exclude<PretrainConfig[K], undefined>;
};

interface ResolvedTraining
  extends Given<"size" | "epochs" | "batchSize" | "chunk" | "seed" | "clipNorm"> {
  readonly data?: string;
  readonly views: ResolvedViews;
  readonly optimizer: ResolvedOptimizer;
  readonly learningRate: ResolvedLearningRate;
}

export type ResolvedNetwork = Given<
  "backbone" | "stem" | "grid" | "zeroInitResidual" | "normalize"
>;

export type ResolvedKeeping = Given<
  "checkpointEverySeconds" | "checkpointEverySteps" | "keep" | "logs" | "guard" | "probe"
>;

export type ResolvedMethod =
  | ResolvedByol
  | ResolvedSimclr
  | ResolvedSimclrV2
  | ResolvedMocoWithQueue
  | ResolvedMocoV3;

interface ResolvedHead {
  readonly hidden: number;
  readonly outputs: number;
}

interface ResolvedByol {
  readonly method: "byol";
  readonly projector: ResolvedHead;
  readonly predictor: { readonly hidden: number };
  readonly emaMomentum: number;
}

/** Without hidden layers where `layers` is 1. */
export type ResolvedSimclrHead = Pick<ResolvedHead, "outputs"> &
  Partial<ResolvedHead> & { readonly layers: number };

interface ResolvedSimclr {
  readonly method: "simclr";
  readonly projector: ResolvedSimclrHead;
  readonly temperature: number;
}

/** With a queue: the memory of negatives. */
type ResolvedSimclrV2 = Omit<ResolvedSimclr, "method"> & {
  readonly method: "simclr-v2";
} & (Given<"queue" | "emaMomentum"> | { readonly queue?: never });

interface Moco extends Given<"temperature" | "emaMomentum"> {
  readonly method: "moco";
}

interface ResolvedMocoWithQueue extends Moco, Given<"queue" | "symmetric" | "normGroups"> {
  readonly mocoVersion: 1 | 2;
  readonly projector: { readonly outputs: number };
}

interface ResolvedMocoV3 extends Moco {
  readonly mocoVersion: 3;
  readonly projector: ResolvedHead;
  readonly predictor: { readonly hidden: number };
}

/** A view's recipe; pixels are normalized in the network. */
type Recipe = Omit<ViewRecipe, "normalize">;

/** What both views have, and what each has otherwise: together two complete recipes. */
export type ResolvedViews = Recipe & { readonly view0?: Recipe; readonly view1?: Recipe };

export type ResolvedOptimizer =
  | {
      readonly name: "sgd";
      readonly momentum: number;
      readonly nesterov: boolean;
      readonly weightDecay: number;
      readonly decays: "kernels" | "all";
    }
  | {
      readonly name: "adam" | "adamw";
      readonly beta1: number;
      readonly beta2: number;
      readonly epsilon: number;
      readonly weightDecay: number;
      readonly decays: "kernels" | "all";
    }
  | {
      readonly name: "lars";
      readonly form: "simclr" | "byol";
      readonly momentum: number;
      readonly trustCoefficient: number;
      readonly weightDecay: number;
    };

export type ResolvedLearningRate = {
  readonly base: number;
  readonly scaling: "none" | "linear" | "square-root";
  readonly warmupEpochs: number;
} & (
  | { readonly schedule: "cosine" }
  | {
      readonly schedule: "steps";
      readonly milestones: readonly number[];
      readonly factor: number;
    }
);
