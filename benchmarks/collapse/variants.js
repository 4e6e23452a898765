import * as tf from "@tensorflow/tfjs";
import { byolPredictor, byolProjector, resnet } from "@unlabeled/backbones";
import { byol } from "@unlabeled/byol";

// BYOL, and BYOL with one of the parts removed that keep it from collapsing. The removals are no
// options of the method: they are made here, around it.

/** @param {number} seed */
export function networks(seed) {
  const blocks = /** @type {const} */ ([1, 1, 1, 1]);
  const backbone = resnet({ blocks, block: "basic", stem: "small", width: 8, seed });
  const head = { hidden: 128, outputs: 32, seed };
  return {
    backbone,
    projector: byolProjector({ ...head, inputs: backbone.featureCount }),
    predictor: byolPredictor({ ...head, inputs: head.outputs, seed: seed + 100 }),
    momentum: () => 0.9, // a short run needs a quick target; 68.4 % in the paper's table 5a, no collapse
  };
}

/** Without predictor: the prediction is the projection. */
function withoutPredictor(options) {
  return byol({ ...options, predictor: identity() });
}

function identity() {
  return { parameters: [], statistics: [], apply: (x) => tf.clone(x), clone: identity };
}

/** Without stop-gradient: the target is the online network itself, and the gradient flows into it. */
function withoutStopGradient(options) {
  const method = byol(options);
  return {
    ...method,
    targets: () => ({}),
    objective: (outputs) => {
      const { projection0: target0, projection1: target1 } = outputs;
      return method.objective(outputs, { target0, target1 });
    },
  };
}

/** By name: from networks to the method. */
export const VARIANTS = {
  BYOL: byol,
  "without predictor": withoutPredictor,
  "without stop-gradient": withoutStopGradient,
};
