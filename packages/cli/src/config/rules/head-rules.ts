import { type Rule, unless } from "./rule.ts";

/** MoCo v3's heads are equally wide. */
export const headRules: Rule = (config) => {
  if (config.method !== "moco" || config.mocoVersion !== 3) return [];
  const { projector, predictor } = config;
  return unless(
    predictor.hidden === projector.hidden,
    "predictor.hidden",
    `must be projector.hidden, ${projector.hidden}, with moco v3`,
  );
};
