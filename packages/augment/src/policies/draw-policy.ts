import type { RandomStream } from "@unlabeled/core";
import type { DrawnOperation, Policy, PolicyStep } from "./policy.ts";

/**
 * Draws what a policy does to one picture: plain data, from which `applyPolicy` and
 * `applyPolicyToScene` are pure functions.
 *
 * @param random - The stream; see `randomStream` of core.
 * @param options.boxCount - How many boxes the picture has, for steps within boxes. Default 0.
 * @returns Operations in the order of application.
 *
 * @example
 * const random = randomStream({ seed: 0, purpose: "policy", epoch: 0, sample: 17 });
 * const drawn = drawPolicy(randAugment({ magnitude: 9 }), random);
 */
export function drawPolicy(
  policy: Policy,
  random: RandomStream,
  { boxCount = 0 }: { boxCount?: number } = {},
): readonly DrawnOperation[] {
  const drawn: DrawnOperation[] = [];
  for (let pick = 0; pick < policy.picks; pick++) {
    const steps = policy.choices[random.integer(policy.choices.length)] as readonly PolicyStep[];
    for (const step of steps) drawn.push(...drawStep(step, random, boxCount));
  }
  return drawn;
}

function drawStep(step: PolicyStep, random: RandomStream, boxCount: number): DrawnOperation[] {
  const { operation, probability = 1, amounts = [0], shareOf, within } = step;
  const one = (amount: number, box?: number): DrawnOperation => ({
    operation,
    amount,
    ...(shareOf === undefined ? {} : { shareOf }),
    ...(operation === "cutout" ? { at: [random.uniform(), random.uniform()] } : {}),
    ...(box === undefined ? {} : { box }),
  });
  const amount = amounts[random.integer(amounts.length)] as number;
  if (within === "boxes") {
    return shuffled(boxCount, random)
      .filter(() => random.chance(probability / 3))
      .map((box) => one(amount, box));
  }
  if (!random.chance(probability)) return [];
  if (within === undefined) return [one(amount)];
  return boxCount === 0 ? [] : [one(amount, random.integer(boxCount))];
}

/** The boxes in an order that is drawn: later ones write over earlier ones. */
function shuffled(count: number, random: RandomStream): number[] {
  const order: number[] = [];
  for (let i = 0; i < count; i++) {
    const at = random.integer(i + 1);
    order.push(i);
    [order[at], order[i]] = [order[i] as number, order[at] as number];
  }
  return order;
}
