import * as tf from "@tensorflow/tfjs";
import { byolPredictor, byolProjector, resnet, simclrProjector } from "@unlabeled/backbones";
import { byol } from "@unlabeled/byol";
import { mocoV1, mocoV2, mocoV3 } from "@unlabeled/moco";
import { simclr } from "@unlabeled/simclr-distill";
import { networks, VARIANTS } from "../collapse/variants.js";

// Training that goes well, by every method, and training that cannot: each with what is wrong with it.

const blocks = /** @type {const} */ ([1, 1, 1, 1]);
const small = (seed) => resnet({ blocks, block: "basic", stem: "small", width: 8, seed });
const head = { hidden: 128, outputs: 32 };

function simclrOf(seed, temperature = 0.2) {
  const backbone = small(seed);
  const projector = simclrProjector({ inputs: backbone.featureCount, ...head, layers: 2, seed });
  return simclr({ backbone, projector, temperature });
}

function mocoOf(make, seed, options = {}) {
  return make({ backbone: small(seed), momentum: () => 0.99, seed, ...options });
}

function mocoV3Of(seed) {
  const backbone = small(seed);
  const projector = byolProjector({ inputs: backbone.featureCount, ...head, seed });
  const predictor = byolPredictor({ inputs: head.outputs, ...head, seed: seed + 100 });
  return mocoV3({ backbone, projector, predictor, momentum: () => 0.99, seed });
}

const byolOf = (seed) => byol({ ...networks(seed), momentum: () => 0.99 });
const queue = { queueLength: 1024 };

/** Each a function of the seed. All train with SGD 0.1 on batches of 64, but for what is said. */
export const HEALTHY = {
  BYOL: { method: byolOf },
  "BYOL, momentum 0.9": { method: (seed) => byol(networks(seed)) },
  SimCLR: { method: (seed) => simclrOf(seed) },
  "SimCLR, temperature 0.5": { method: (seed) => simclrOf(seed, 0.5) },
  "MoCo v1": { method: (seed) => mocoOf(mocoV1, seed, queue) },
  "MoCo v2": { method: (seed) => mocoOf(mocoV2, seed, queue) },
  "MoCo v2, symmetric, 8 groups": {
    method: (seed) => mocoOf(mocoV2, seed, { ...queue, symmetric: true, normGroups: 8 }),
  },
  "MoCo v3": { method: mocoV3Of },
  "BYOL in chunks of 16": { method: byolOf, chunk: 16 },
  "SimCLR, learning rate a tenth": { method: (seed) => simclrOf(seed), learningRate: 0.01 },
};

const alike = ({ view0, view1 }) => {
  tf.dispose(view1);
  return { view0, view1: view0.clone() };
};
const constant = ({ view0, view1 }) => {
  const grey = tf.tidy(() => [tf.fill(view0.shape, 0.5), tf.fill(view1.shape, 0.5)]);
  tf.dispose([view0, view1]);
  return { view0: grey[0], view1: grey[1] };
};

/** With the cause that the guard should name. */
export const BROKEN = {
  "no predictor": {
    method: (seed) => VARIANTS["without predictor"](networks(seed)),
    cause: "no predictor",
  },
  "tau = 0": {
    method: (seed) => byol({ ...networks(seed), momentum: () => 0 }),
    cause: "follower without momentum",
  },
  "no stop-gradient": {
    method: (seed) => {
      const method = VARIANTS["without stop-gradient"](networks(seed));
      return { ...method, watch: { ...method.watch, predicted: ["prediction0", "projection1"] } };
    },
    cause: "no stop-gradient",
  },
  "learning rate 100 times too high (BYOL)": {
    method: byolOf,
    learningRate: 10,
    cause: "learning rate too high",
  },
  "learning rate 100 times too high (SimCLR)": {
    method: (seed) => simclrOf(seed),
    learningRate: 10,
    cause: "learning rate too high",
  },
  "constant images (BYOL)": { method: byolOf, views: constant, cause: "constant images" },
  "constant images (SimCLR)": {
    method: (seed) => simclrOf(seed),
    views: constant,
    cause: "constant images",
  },
  "a batch of 2": { method: (seed) => simclrOf(seed), batchSize: 2, cause: "small batch" },
  "identical views": { method: byolOf, views: alike, cause: "identical views" },
  "temperature 0.001 (SimCLR)": {
    method: (seed) => simclrOf(seed, 0.001),
    cause: "temperature too low",
  },
  "temperature 0.001 (MoCo v2)": {
    method: (seed) => mocoOf(mocoV2, seed, { ...queue, temperature: 0.001 }),
    cause: "temperature too low",
  },
};
