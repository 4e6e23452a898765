import type * as tf from "@tensorflow/tfjs";
import type { Network } from "./network.ts";

/**
 * A network that a training leaves as it is: evaluated in both modes, with nothing to train.
 *
 * Its variables are those of the network that is given; they count as statistics, so that checkpoints have them.
 *
 * @example
 * const probe = stacked({ backbone: frozen(backbone), classifier });
 */
export function frozen<In extends tf.Tensor, Out extends tf.Tensor>(
  network: Network<In, Out>,
): Network<In, Out> {
  const { parameters, statistics } = network;
  return {
    parameters: [],
    statistics: [...parameters, ...statistics].map(({ name, variable }) => ({ name, variable })),
    apply: (input) => network.apply(input, "evaluate"),
    clone: () => frozen(network.clone()),
  };
}
