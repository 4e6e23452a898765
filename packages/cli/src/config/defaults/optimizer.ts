import { isSimclr } from "../method-name.ts";
import type { PretrainConfig } from "../pretrain-config.ts";
import type { ResolvedLearningRate, ResolvedOptimizer } from "../resolved-config.ts";

/** The optimizer with its defaults; LARS in the form of the method's own code. */
export function resolveOptimizer({ method, optimizer }: PretrainConfig): ResolvedOptimizer {
  const { name = "sgd", momentum = 0.9, nesterov = false, decays = "kernels" } = optimizer;
  const weightDecay = optimizer.weightDecay ?? WEIGHT_DECAY[name];
  if (name === "sgd") return { name, momentum, nesterov, weightDecay, decays };
  if (name === "lars") {
    const { form = isSimclr(method) ? "simclr" : "byol", trustCoefficient = 0.001 } = optimizer;
    return { name, form, momentum, trustCoefficient, weightDecay };
  }
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = optimizer;
  return { name, beta1, beta2, epsilon, weightDecay, decays };
}

const WEIGHT_DECAY = { sgd: 5e-4, adam: 0, adamw: 1e-2, lars: 1e-6 } as const;

/** Learning rates at which each optimizer starts to be useful, for a batch of 256. */
const BASE = { sgd: 0.06, adam: 1e-3, adamw: 1e-3, lars: 0.3 } as const;

/** The same before scaling by the root of the batch size, which is 16 there; LARS as in SimCLR. */
const ROOT_BASE = { sgd: 0.06 / 16, adam: 1e-3 / 16, adamw: 1e-3 / 16, lars: 0.075 } as const;

/** Epochs; short runs warm up for a tenth of their length. */
const PAPERS_WARMUP = 10;

/** The learning rate with its defaults: warm-up, then half a cosine down to 0, as in BYOL and SimCLR. */
export function resolveLearningRate(config: PretrainConfig): ResolvedLearningRate {
  const { optimizer, learningRate, epochs } = config;
  const { name = "sgd" } = optimizer;
  const { scaling = "linear" } = learningRate;
  const {
    base = (scaling === "square-root" ? ROOT_BASE : BASE)[name],
    warmupEpochs = Math.min(PAPERS_WARMUP, epochs / 10),
    schedule = "cosine",
    milestones = [],
    factor = 0.1,
  } = learningRate;
  const rate = { base, scaling, warmupEpochs };
  return schedule === "cosine" ? { ...rate, schedule } : { ...rate, schedule, milestones, factor };
}
