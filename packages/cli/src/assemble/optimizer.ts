import {
  adam,
  adamW,
  lars,
  linearScaling,
  type Optimizer,
  type Schedule,
  sgd,
  squareRootScaling,
  warmupCosine,
} from "@unlabeled/core";
import type { PretrainConfig } from "../config/pretrain-config.ts";

/** The optimizer that a configuration names; LARS in the form of the method's own code. */
export function buildOptimizer({ method, optimizer }: PretrainConfig): Optimizer {
  const { name = "sgd", momentum = 0.9, nesterov = false, weightDecay } = optimizer;
  switch (name) {
    case "sgd":
      return sgd({ momentum, nesterov, weightDecay: weightDecay ?? 5e-4 });
    case "adam":
      return adam({ weightDecay: weightDecay ?? 0 });
    case "adamw":
      return adamW({ weightDecay: weightDecay ?? 1e-2 });
    case "lars":
      return lars({ form: method, momentum, weightDecay: weightDecay ?? 1e-6 });
  }
}

/** Learning rates at which each optimizer starts to be useful, for a batch of 256. */
const BASE = { sgd: 0.06, adam: 1e-3, adamw: 1e-3, lars: 0.3 } as const;

/** Epochs; short runs warm up for a tenth of their length. */
const PAPERS_WARMUP = 10;

/** Warm-up, then half a cosine down to 0: the schedule of both papers. */
export function buildLearningRate(config: PretrainConfig): Schedule {
  const { optimizer, learningRate, batchSize, epochs } = config;
  const {
    base = BASE[optimizer.name ?? "sgd"],
    scaling = "linear",
    warmupEpochs = Math.min(PAPERS_WARMUP, epochs / 10),
  } = learningRate;
  const scaled = {
    none: () => base,
    linear: () => linearScaling(base, batchSize),
    "square-root": () => squareRootScaling(base, batchSize),
  }[scaling]();
  return warmupCosine({ base: scaled, warmupEpochs });
}
