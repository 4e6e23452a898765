import * as tf from "@tensorflow/tfjs";
import { defineNetwork, heNormal } from "@unlabeled/core";
import {
  filterAndBalance,
  noisyStudent,
  repeatedSamples,
  topPredictions,
} from "@unlabeled/noisy-student";
import { expect, test, vi } from "vitest";

test("the README's example runs, and the loss goes down", () => {
  const print = vi.spyOn(console, "log").mockImplementation(() => {});
  const PIXELS = 8 * 8 * 3;
  const student = defineNetwork(
    (variables) => {
      const kernel = variables.kernel("kernel", [PIXELS, 2], heNormal("in"));
      return {
        apply: (x: tf.Tensor4D) => tf.matMul<tf.Tensor2D>(tf.reshape(x, [-1, PIXELS]), kernel),
      };
    },
    { seed: 0 },
  );
  const pictures = (count: number, seed: number) =>
    tf.mul<tf.Tensor4D>(
      tf.randomUniform([count, 8, 8, 3], 0.5, 1, "float32", seed),
      tf.randomUniform([count, 1, 1, 3], 0, 1, "float32", seed + 1), // a colour each
    );
  // the teacher: is a picture redder, or bluer?
  const teacher = (images: tf.Tensor4D) =>
    tf.softmax(tf.mul<tf.Tensor2D>(tf.gather(tf.mean(images, [1, 2]), [0, 2], 1), 10));

  const labeledImages = pictures(16, 0);
  const labels = tf.argMax<tf.Tensor1D>(teacher(labeledImages), 1);
  const photos = pictures(1000, 2);
  const probabilities = teacher(photos);

  const values = probabilities.dataSync<"float32">();
  const predictions = topPredictions({ values, width: 2 });
  const selection = filterAndBalance(predictions, { perClass: 200, minConfidence: 0.8 });
  const chosen = tf.tensor1d(repeatedSamples(selection), "int32");
  console.log(selection.byClass); // threshold, pool, kept and copies of each class

  const method = noisyStudent({ student, unlabeledRatio: 3 });
  const optimizer = tf.train.momentum(0.01, 0.9);
  const losses: number[] = [];
  for (let step = 0; step < 50; step++) {
    const loss = tf.tidy(() => {
      const some = tf.gather(chosen, tf.randomUniform([48], 0, chosen.size, "int32", step));
      const noisy = (x: tf.Tensor4D) => tf.add<tf.Tensor4D>(x, tf.randomNormal(x.shape, 0, 0.1));
      const batch = {
        labeledImages: noisy(labeledImages),
        labels,
        images: noisy(tf.gather(photos, some)),
        rows: tf.gather(probabilities, some),
      };
      const targets = method.targets(batch);
      const { value, grads } = tf.variableGrads(
        () => method.objective(method.forward(batch), targets).loss,
        method.trained.map(({ variable }) => variable),
      );
      optimizer.applyGradients(Object.entries(grads).map(([name, tensor]) => ({ name, tensor })));
      return value;
    });
    losses.push(loss.arraySync());
    loss.dispose();
  }
  console.log(losses[0], losses.at(-1));

  expect(selection.byClass.map(({ kept }) => kept).every((kept) => kept > 150)).toBe(true);
  expect(losses.at(-1)).toBeLessThan((losses[0] as number) / 2);
  print.mockRestore();
});
