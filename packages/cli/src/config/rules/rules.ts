import type { Values } from "../merge.ts";
import type { ResolvedConfig } from "../resolved-config.ts";
import { batchRules } from "./batch-rules.ts";
import { headRules } from "./head-rules.ts";
import { leftOut } from "./left-out.ts";
import { networkRules } from "./network-rules.ts";
import { probeRules } from "./probe-rules.ts";
import type { Complaint, Rule } from "./rule.ts";
import { scheduleRules } from "./schedule-rules.ts";
import { viewsRules } from "./views-rules.ts";

const RULES: readonly Rule[] = [
  leftOut,
  headRules,
  batchRules,
  networkRules,
  scheduleRules,
  viewsRules,
  probeRules,
];

/** What is impossible or senseless in a configuration whose values are allowed one by one. */
export function complaints(config: ResolvedConfig, given: Values): readonly Complaint[] {
  return RULES.flatMap((rule) => rule(config, given));
}
