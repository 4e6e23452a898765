import { v2Projector } from "./heads/queue-heads.ts";
import type { MocoOptions } from "./moco-options.ts";
import { type Moco, queueMoco } from "./queue-moco.ts";

/**
 * MoCo v2: `mocoV1` with a deeper projector and a higher temperature. (The paper's other changes are the views,
 * with blur and stronger colours, and the learning rate's cosine.)
 *
 * The projector is linear, ReLU, linear with biases, as wide as the features inside, without batch norm,
 * unless another is given; τ is 0.2. All else, loss and measures too, is that of `mocoV1`.
 *
 * @throws {RangeError} As `mocoV1`.
 *
 * @see Chen et al., Improved Baselines with Momentum Contrastive Learning, 2020, section 3:
 *   https://arxiv.org/abs/2003.04297; facebookresearch/moco, moco/builder.py
 *
 * @example
 * const method = mocoV2({ backbone, queueLength: 4096, momentum: () => 0.99, normGroups: 8 });
 */
export function mocoV2(options: MocoOptions): Moco {
  return queueMoco(
    { name: "moco-v2", caller: "mocoV2", temperature: 0.2, projector: v2Projector },
    options,
  );
}
