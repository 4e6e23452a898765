import * as tf from "@tensorflow/tfjs";
import { dropout, type Head } from "@unlabeled/core";

/**
 * Dropout as a network without variables, for `stacked`: before a classifier, as EfficientNets have it.
 *
 * In training it needs `seeds`; in evaluation, or with a rate of 0, it changes nothing.
 *
 * @param rate - How likely a feature is 0, in [0, 1). EfficientNet's: 0.2 (B0, B1) to 0.5 (B6, B7, L2).
 * @returns A network `[N, F]` → `[N, F]`.
 * @throws {RangeError} If the rate is not in [0, 1).
 *
 * @see Srivastava et al., Dropout, 2014: https://jmlr.org/papers/v15/srivastava14a.html
 *
 * @example
 * const network = stacked({ backbone, dropout: dropoutLayer({ rate: 0.2 }), classifier });
 */
export function dropoutLayer({ rate }: { rate: number }): Head {
  if (!(rate >= 0 && rate < 1)) {
    throw new RangeError(`dropoutLayer: rate must be in [0, 1); got ${rate}.`);
  }
  return {
    parameters: [],
    statistics: [],
    apply: (x, mode, seeds) =>
      mode === "train" && rate > 0 ? dropout(x, { rate, seeds, layer: "dropout" }) : tf.clone(x),
    clone: () => dropoutLayer({ rate }),
  };
}
