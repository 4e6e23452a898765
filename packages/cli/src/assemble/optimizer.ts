import {
  adam,
  adamW,
  lars,
  linearScaling,
  type Optimizer,
  type ParameterPredicate,
  type Schedule,
  sgd,
  squareRootScaling,
  stepDecay,
  warmupCosine,
} from "@unlabeled/core";
import type { ResolvedConfig } from "../config/resolved-config.ts";

/** The optimizer that a configuration describes. */
export function buildOptimizer({ optimizer }: Pick<ResolvedConfig, "optimizer">): Optimizer {
  const { name, ...settings } = optimizer;
  if ("form" in settings) return lars(settings);
  const { decays, ...rest } = settings;
  const options = { ...rest, ...(decays === "all" && { decays: all }) };
  if ("momentum" in options) return sgd(options);
  return name === "adam" ? adam(options) : adamW(options);
}

const all: ParameterPredicate = () => true;

/** The learning rate that a configuration describes. */
export function buildLearningRate({
  learningRate,
  batchSize,
}: Pick<ResolvedConfig, "learningRate" | "batchSize">): Schedule {
  const { base, scaling, warmupEpochs } = learningRate;
  const scaled = {
    none: () => base,
    linear: () => linearScaling(base, batchSize),
    "square-root": () => squareRootScaling(base, batchSize),
  }[scaling]();
  const rate = { base: scaled, warmupEpochs };
  if (learningRate.schedule === "cosine") return warmupCosine(rate);
  const { milestones, factor } = learningRate;
  return stepDecay({ ...rate, milestones, factor });
}
