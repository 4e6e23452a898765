import * as tf from "@tensorflow/tfjs";
import type { Engine } from "./engine.ts";

/** tfjs's own backend in plain JavaScript: works everywhere, slowly. */
export const cpuEngine: Engine = {
  name: "cpu",
  async probe() {
    return { works: true, detail: "plain JavaScript, 1 thread; slow" };
  },
  async start({ precision = "float32" }) {
    if (precision !== "float32") {
      throw new RangeError(
        `useEngine: precision of the cpu engine must be "float32", the only one that JavaScript computes in; got "${precision}". Leave it out, or use another engine.`,
      );
    }
    await tf.setBackend("cpu");
    // at its first use in Node this backend would print a banner that recommends tfjs-node
    (tf.backend() as { firstUse?: boolean }).firstUse = false;
    return {
      name: "cpu",
      description: `cpu engine (tfjs ${tf.version.tfjs}, 1 thread)`,
      precision: "float32",
      threads: 1,
    };
  },
};
