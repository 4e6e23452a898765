// Runs in the page: trains a small network on pictures that are bright or dark, and says how it went.

import * as tf from "@tensorflow/tfjs";
import { wasmEngine } from "@unlabeled/engine-wasm";

async function train() {
  const { description } = await wasmEngine({ binaryUrl: "/tfjs-backend-wasm-simd.wasm" }).start({});
  const labels = tf.oneHot(tf.tensor1d([0, 1, 0, 1, 0, 1, 0, 1], "int32"), 2);
  const shift = tf.tensor4d([0, 1, 0, 1, 0, 1, 0, 1], [8, 1, 1, 1]);
  const images = tf.add(tf.randomNormal([8, 12, 12, 1], 0, 1, "float32", 1), shift);
  const kernel = tf.variable(tf.randomNormal([3, 3, 1, 8], 0, 0.4, "float32", 2));
  const head = tf.variable(tf.randomNormal([8, 2], 0, 0.4, "float32", 3));
  const optimizer = tf.train.sgd(0.2);
  const losses = [];
  for (let step = 0; step < 60; step++) {
    const loss = optimizer.minimize(() => {
      const maps = tf.relu(tf.conv2d(images, kernel, 1, "same"));
      return tf.losses.softmaxCrossEntropy(labels, tf.matMul(tf.mean(maps, [1, 2]), head));
    }, true);
    losses.push((await loss.data())[0]);
    loss.dispose();
  }
  return { description, first: losses[0], last: losses.at(-1), isolated: crossOriginIsolated };
}

globalThis.result = train().catch((error) => ({ error: `${error.stack ?? error}` }));
