export { byolLoss } from "./byol-loss.ts";
export { contrastiveAccuracy } from "./contrastive-accuracy.ts";
export { l2Normalize } from "./l2-normalize.ts";
export { type NtXentLossOptions, ntXentLoss } from "./nt-xent-loss.ts";
export { spread } from "./spread.ts";
