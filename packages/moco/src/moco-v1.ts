import { v1Projector } from "./heads/queue-heads.ts";
import type { MocoOptions } from "./moco-options.ts";
import { type Moco, queueMoco } from "./queue-moco.ts";

/**
 * Momentum Contrast (MoCo v1): a query network has to find, among K + 1 keys, the one that a slowly following
 * copy of itself, the key network, makes of the other view. The K negatives are the keys of the batches
 * before, in a queue, so that they do not ask for large batches.
 *
 * The first view is the query, the second the key. Each goes through its network by itself. The key network
 * normalizes with batch statistics too and keeps running statistics of its own; its parameters follow after
 * each update of the optimizer. Keys enter the queue after the loss, so no image's own key is ever among its
 * negatives, and neither are the other keys of its batch.
 *
 * The projector is one linear layer with bias unless another is given. The loss is in [0, ∞) nats, log(K + 1)
 * at collapse. Measures: `accuracy`, how often a query is nearer to its key than to the whole queue, in
 * [0, 1]; `spread`, the standard deviation of the normalized queries by dimension times √D, 1 where they fill
 * the sphere and 0 at collapse. The loss may rise at first: the random keys that the queue begins with can be
 * easier negatives than real ones.
 *
 * @throws {RangeError} If a size is not an integer ≥ 1, the temperature is not positive, or the projector is
 *   missing and the backbone has no featureCount; in a step, if normGroups does not divide the batch or the
 *   projector gives other than D numbers.
 *
 * @see He et al., Momentum Contrast for Unsupervised Visual Representation Learning, 2019, section 3,
 *   algorithm 1: https://arxiv.org/abs/1911.05722
 *
 * @example
 * const method = mocoV1({ backbone, queueLength: 4096, normGroups: 8 });
 */
export function mocoV1(options: MocoOptions): Moco {
  return queueMoco(
    { name: "moco-v1", caller: "mocoV1", temperature: 0.07, projector: v1Projector },
    options,
  );
}
