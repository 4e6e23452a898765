import { testTraining } from "@repo/engine-contract";
import * as tf from "@tensorflow/tfjs";
import { oneDevice } from "../../fixtures/one-device.ts";
import type { TensorflowBackend } from "../backend/tensorflow-backend.ts";

testTraining(oneDevice, {
  own: () => {
    const { binding } = tf.backend() as unknown as TensorflowBackend;
    return { inTensorFlow: binding.getNumOfTensors() };
  },
  outside: () => {
    const { rss, heapTotal } = process.memoryUsage(); // JavaScript's heap grows until it has found its size
    return rss - heapTotal;
  },
});
