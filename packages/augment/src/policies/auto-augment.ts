import { checkName } from "../recipes/check-value.ts";
import { AUTO_AUGMENT, type Printed } from "./auto-augment-tables.ts";
import type { Policy, PolicyStep } from "./policy.ts";
import { torchvisionTable } from "./torchvision-table.ts";

/**
 * AutoAugment: one of 25 pairs of operations, found by search for a data set, each with a probability
 * and a magnitude of its own.
 *
 * Magnitudes mean what they mean in torchvision (10 a range: rotate up to 30°, shear 0.3, translate
 * 150/331 of the side, factors 1 ± 0.9), on Pillow's arithmetic; fill 0.
 *
 * @param dataset - Whose policy. "imagenet" is the one of classification, known as v0.
 * @returns A policy for `drawPolicy` and `applyPolicy`; JSON.
 * @throws {RangeError} If there is no such policy.
 *
 * @see Cubuk et al., AutoAugment, 2019, appendix: https://arxiv.org/abs/1805.09501; torchvision,
 *   transforms.AutoAugment
 *
 * @example
 * const policy = autoAugment("imagenet");
 */
export function autoAugment(dataset: "imagenet" | "cifar10" | "svhn"): Policy {
  checkName("autoAugment: dataset", dataset, Object.keys(AUTO_AUGMENT));
  return {
    definition: "pillow",
    interpolation: "nearest",
    fill: 0,
    picks: 1,
    choices: AUTO_AUGMENT[dataset].map((pair) => pair.map(step)),
  };
}

function step(printed: Printed): PolicyStep {
  const [operation = "", probability = "", magnitude = "0"] = printed.split(" ");
  const found = torchvisionTable(Number(magnitude), 10).find((one) => one.operation === operation);
  return { ...(found ?? { operation: "invert" }), probability: Number(probability) };
}
