export { byolLoss } from "./byol-loss.ts";
export { contrastiveAccuracy } from "./contrastive-accuracy.ts";
export { type DistillationLossOptions, distillationLoss } from "./distillation-loss.ts";
export { type InBatchInfoNceLossOptions, inBatchInfoNceLoss } from "./in-batch-info-nce-loss.ts";
export { infoNceAccuracy } from "./info-nce-accuracy.ts";
export { type InfoNceLossOptions, infoNceLoss } from "./info-nce-loss.ts";
export { l2Normalize } from "./l2-normalize.ts";
export { type NtXentLossOptions, ntXentLoss } from "./nt-xent-loss.ts";
export { spread } from "./spread.ts";
