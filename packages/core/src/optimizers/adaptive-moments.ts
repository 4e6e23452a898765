import { adamUpdate } from "../updates/adam-update.ts";
import { checkFraction, checkNonNegative } from "./check-setting.ts";
import type { Optimizer } from "./optimizer.ts";
import { optimizerOf } from "./optimizer-of.ts";
import { describePredicate, type ParameterPredicate, weightDecaysOf } from "./weight-decay.ts";

/** Adam's settings, all resolved. */
interface AdaptiveMoments {
  readonly name: "adam" | "adamW";
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly weightDecay: number;
  readonly decays: ParameterPredicate;
}

/** Adam and AdamW, which differ in the place of the weight decay alone. */
export function adaptiveMoments({ name, decays, ...numbers }: AdaptiveMoments): Optimizer {
  const { beta1, beta2, epsilon, weightDecay } = numbers;
  checkFraction(name, { beta1, beta2 });
  checkNonNegative(name, { epsilon, weightDecay });
  return optimizerOf({
    name,
    settings: { ...numbers, decays: describePredicate(decays) },
    slots: ["moment1", "moment2"],
    counters: ["step"],
    next({ parameters, w, g, slots: [m = [], v = []], counters, learningRate }) {
      const weightDecays = weightDecaysOf(parameters, decays, weightDecay);
      const decoupled = name === "adamW";
      return adamUpdate(
        { w, g, m, v, step: counters },
        { learningRate, beta1, beta2, epsilon, weightDecays, decoupled },
      );
    },
  });
}
