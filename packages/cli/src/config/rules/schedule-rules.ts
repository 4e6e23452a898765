import { type Rule, unless } from "./rule.ts";

/** Where the learning rate rises and falls, within the run. */
export const scheduleRules: Rule = ({ learningRate, optimizer, epochs }) => [
  ...unless(
    learningRate.warmupEpochs < epochs,
    "learningRate.warmupEpochs",
    `must be less than epochs, ${epochs}`,
  ),
  ...(learningRate.schedule === "cosine" ? [] : milestones(learningRate, epochs)),
  ...unless(
    !(optimizer.name === "sgd" && optimizer.nesterov && optimizer.momentum === 0),
    "optimizer.nesterov",
    "must be false where optimizer.momentum is 0",
  ),
];

function milestones(
  {
    milestones,
    warmupEpochs,
  }: { readonly milestones: readonly number[]; readonly warmupEpochs: number },
  epochs: number,
) {
  const rise = milestones.every((epoch, i) => epoch > (milestones[i - 1] ?? 0));
  const inside = milestones.every((epoch) => epoch >= warmupEpochs && epoch < epochs);
  return unless(
    milestones.length > 0 && rise && inside,
    "learningRate.milestones",
    `must be epochs that rise, from the warm-up's end, ${warmupEpochs}, to before epochs, ${epochs}`,
  );
}
