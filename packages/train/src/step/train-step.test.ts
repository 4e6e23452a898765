import * as tf from "@tensorflow/tfjs";
import { sgd } from "@unlabeled/core";
import { expect, test } from "vitest";
import { tinyMethod } from "../../fixtures/tiny-run.ts";
import { trainStep } from "./train-step.ts";

test("leaves no tensor behind a step that fails", () => {
  const method = tinyMethod();
  const constant = tinyMethod({
    objective: ({ outputs }) => ({
      loss: tf.scalar(1),
      measures: { largest: tf.max<tf.Scalar>(outputs) },
    }),
  });
  const idle = { name: "idle", kind: "bias" as const, variable: tf.variable(tf.scalar(1)) };
  const optimizer = sgd();
  optimizer.initialize(method.trained);
  const progress = { step: 0, totalSteps: 1, stepsPerEpoch: 1 };
  const options = { optimizer, learningRate: 0.1, clipNorm: undefined, progress };
  const batch = { rows: tf.randomNormal<tf.Rank.R2>([8, 6], 0, 1, "float32", 1) };
  const before = tf.memory().numTensors;
  const partly = { ...method, trained: [...method.trained, idle] };
  expect(() => trainStep(partly, batch, options)).toThrow("got no gradient for idle");
  expect(tf.memory().numTensors).toBe(before);
  expect(() => trainStep(constant, batch, options)).toThrow("Cannot find a connection");
  expect(tf.memory().numTensors).toBe(before);
});
