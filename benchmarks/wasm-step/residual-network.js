import * as tf from "@tensorflow/tfjs";
import { constant, convBatchNorm, defineNetwork, heNormal, within } from "@unlabeled/core";

/**
 * A ResNet of basic blocks with the CIFAR stem and a linear layer: stage i has width 2^i times the first.
 *
 * @param {{ width: number, blocks: number[], channels?: number, classes?: number }} options
 */
export function residualNetwork({ width, blocks, channels = 3, classes = 10 }) {
  return defineNetwork(
    (variables) => {
      const unit = (name, shape) => {
        const own = within(variables, name);
        const C = [shape[3]];
        return {
          kernel: own.kernel("kernel", shape, heNormal("out")),
          scale: own.scale("scale", C),
          offset: own.bias("offset", C),
          mean: own.statistic("mean", C, constant(0)),
          variance: own.statistic("variance", C, constant(1)),
        };
      };
      const stem = unit("stem", [3, 3, channels, width]);
      let from = width;
      const units = blocks.flatMap((count, stage) =>
        Array.from({ length: count }, (_, i) => {
          const to = width * 2 ** stage;
          const stride = i === 0 && stage > 0 ? 2 : 1;
          const name = `stage${stage}/block${i}`;
          const block = {
            stride,
            first: unit(`${name}/first`, [3, 3, from, to]),
            second: unit(`${name}/second`, [3, 3, to, to]),
            shortcut:
              from === to && stride === 1 ? undefined : unit(`${name}/shortcut`, [1, 1, from, to]),
          };
          from = to;
          return block;
        }),
      );
      const head = variables.kernel("head", [from, classes], heNormal("in"));
      return {
        apply(images, mode) {
          return tf.tidy(() => {
            let x = convBatchNorm(images, stem, mode, { padding: 1, activation: "relu" });
            for (const { stride, first, second, shortcut } of units) {
              const inner = convBatchNorm(x, first, mode, {
                stride,
                padding: 1,
                activation: "relu",
              });
              const residual = shortcut ? convBatchNorm(x, shortcut, mode, { stride }) : x;
              x = convBatchNorm(inner, second, mode, { padding: 1, residual, activation: "relu" });
            }
            return tf.matMul(tf.mean(x, [1, 2]), head);
          });
        },
      };
    },
    { seed: 0 },
  );
}
