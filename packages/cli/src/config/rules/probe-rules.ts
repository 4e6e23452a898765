import { type Rule, unless } from "./rule.ts";

/** When the features are measured, within the run. */
export const probeRules: Rule = ({ probe, epochs }) => {
  if (probe === false) return [];
  const { everyEpochs, everySteps } = probe;
  return [
    ...unless(
      everyEpochs === undefined || everySteps === undefined,
      "probe.everySteps",
      "must be left out with probe.everyEpochs",
    ),
    ...unless(
      everyEpochs === undefined || everyEpochs <= epochs,
      "probe.everyEpochs",
      `must be at most epochs, ${epochs}`,
    ),
  ];
};
