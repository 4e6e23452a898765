import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { sgd } from "@unlabeled/core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { all, failure, losses, options, until } from "../fixtures/reports.ts";
import { tinyBatches, tinyMethod } from "../fixtures/tiny-run.ts";
import type { Report } from "./report.ts";
import { train } from "./train.ts";
import type { TrainOptions } from "./train-options.ts";

let folder = "";
let run = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "train-"));
  run = join(folder, "run");
});
afterEach(() => rm(folder, { recursive: true }));

const checkpoints = async () => (await readdir(join(run, "checkpoints"))).sort();

test("equals the loop that its interfaces describe", async () => {
  const ours = tinyMethod();
  const reports = await all(train(ours, tinyBatches(), options({ optimizer: sgd() })));

  const theirs = tinyMethod();
  const optimizer = sgd();
  optimizer.initialize(theirs.trained);
  const expected: number[] = [];
  for (const epoch of [0, 1]) {
    for await (const batch of tinyBatches().epoch(epoch)) {
      const constants = theirs.targets(batch);
      const { value, grads } = tf.variableGrads(
        () => theirs.objective(theirs.forward(batch), constants).loss,
        theirs.trained.map(({ variable }) => variable),
      );
      const named = theirs.trained.map((p) => [p.name, grads[p.variable.name] as tf.Tensor]);
      optimizer.update(Object.fromEntries(named), 0.05);
      theirs.afterUpdate({ step: expected.length, totalSteps: 10, stepsPerEpoch: 5 }, constants);
      expected.push(value.arraySync());
    }
  }
  expect(losses(reports)).toEqual(expected);
  const values = (method: typeof ours) =>
    [...method.trained, ...method.state].map(({ variable }) => [...variable.dataSync()]);
  expect(values(ours)).toEqual(values(theirs));
});

test("reports each step: counts, loss, measures, rate, pace", async () => {
  const learningRate = ({ step }: { step: number }) => 0.1 / (step + 1);
  const reports = await all(train(tinyMethod(), tinyBatches(), options({ learningRate })));
  expect(reports.map(({ step, epoch }) => [step, epoch])).toEqual(
    Array.from({ length: 10 }, (_, i) => [i + 1, Math.floor(i / 5)]),
  );
  expect(reports[1]).toEqual({
    step: 2,
    totalSteps: 10,
    epoch: 0,
    loss: expect.any(Number),
    measures: { largest: expect.any(Number) },
    learningRate: 0.05,
    imagesPerSecond: expect.any(Number),
    secondsLeft: expect.any(Number),
  });
  const { imagesPerSecond, secondsLeft } = reports[7] as Report;
  expect(secondsLeft).toBeCloseTo((2 * 8) / imagesPerSecond, 8);
  expect(reports.at(-1)?.secondsLeft).toBe(0);
});

test("clips gradients to a norm, and reports the norm before", async () => {
  const before = tinyMethod();
  const [start] = before.trained.map(({ variable }) => variable.clone());
  const [report] = await until(
    train(before, tinyBatches(), options({ optimizer: sgd(), learningRate: 1, clipNorm: 1e-3 })),
    1,
  );
  expect(report?.gradientNorm).toBeGreaterThan(0.01);
  const moved = tf.norm(tf.sub(before.trained[0]?.variable as tf.Variable, start as tf.Tensor));
  expect(moved.arraySync()).toBeLessThan(1.001e-3);
});

test("leaves as many tensors as it found", async () => {
  const method = tinyMethod();
  const before = tf.memory().numTensors;
  await all(train(method, tinyBatches(), options({ clipNorm: 1, run })));
  expect(tf.memory().numTensors).toBe(before);
});

test("holds as many tensors after 500 steps as after the first", async () => {
  const held = new Set<number>();
  const reports = train(tinyMethod(), tinyBatches(), options({ epochs: 100, clipNorm: 1 }));
  for await (const _ of reports) held.add(tf.memory().numTensors);
  expect(held.size).toBe(1);
});

test("names the step and the method that leave tensors behind", async () => {
  const leaking = tinyMethod({
    afterUpdate: ({ step }) => {
      if (step === 2) tf.keep(tf.scalar(1));
    },
  });
  expect(await failure(train(leaking, tinyBatches(), options()), run)).toMatchInlineSnapshot(
    `[Error: train: step 3 of tiny must leave as many tensors as it found; got 1 more. Look at what its targets, forward, objective and afterUpdate, and the adam optimizer's update, keep or dispose.]`,
  );
});

test("names parameters that the loss does not depend on", async () => {
  const method = tinyMethod();
  const variable = tf.variable(tf.scalar(1));
  const trained = [...method.trained, { name: "idle", kind: "bias" as const, variable }];
  expect(
    await failure(train({ ...method, trained }, tinyBatches(), options()), run),
  ).toMatchInlineSnapshot(
    `[Error: train: the loss of tiny must depend on all that it trains; got no gradient for idle.]`,
  );
});

test("stops at a loss that is not finite, and keeps the last checkpoint", async () => {
  const method = tinyMethod();
  const objective: typeof method.objective = (outputs, targets) => {
    const { loss, measures } = method.objective(outputs, targets);
    const updates = method.state.find(({ name }) => name === "updates")?.variable.dataSync()[0];
    return { loss: updates === 3 ? tf.div<tf.Scalar>(loss, 0) : loss, measures };
  };
  const reports = train(
    { ...method, objective },
    tinyBatches(),
    options({ run, checkpointEverySteps: 2 }),
  );
  expect(await failure(reports, run)).toMatchInlineSnapshot(
    `[Error: train: the loss of tiny must be finite; got Infinity at step 4 of 10, learning rate 0.05. Try a lower learningRate, a longer warm-up or clipNorm (for example 1), in a new run; the last checkpoint of this one stays as it is.]`,
  );
  expect(await checkpoints()).toEqual(["step-2.safetensors"]);
});

test("never writes a checkpoint with a value that is not finite", async () => {
  const method = tinyMethod({
    afterUpdate: ({ step }) => {
      if (step === 1) method.trained[0]?.variable.assign(tf.fill([6, 4], Number.NaN));
    },
  });
  const reports = train(method, tinyBatches(), options({ run, checkpointEverySteps: 1 }));
  expect(await failure(reports, run)).toMatchInlineSnapshot(
    `[Error: train: backbone/kernel must be finite; got NaN or Infinity in it after step 2, so no checkpoint was written. Try a lower learningRate, a longer warm-up or clipNorm, in a new run.]`,
  );
  expect(await checkpoints()).toEqual(["step-1.safetensors"]);
});

test("says so when an epoch is shorter than the batches claim", async () => {
  const batches = { ...tinyBatches({ batchesPerEpoch: 3 }), batchesPerEpoch: 5 };
  expect(await failure(train(tinyMethod(), batches, options()), run)).toMatchInlineSnapshot(
    `[Error: train: batches must have 5 batches in epoch 0, as batchesPerEpoch says; got 3.]`,
  );
});

test("checks its options before anything happens", () => {
  const start = (change: Partial<TrainOptions>) => () =>
    train(tinyMethod(), tinyBatches(), options(change));
  expect(start({ epochs: 0 })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: train: epochs must be an integer of at least 1; got 0.]`,
  );
  expect(start({ learningRate: Number.NaN })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: train: learningRate must be positive; got NaN.]`,
  );
  expect(start({ keep: 1 })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: train: keep must be an integer of at least 2; got 1.]`,
  );
  expect(start({ clipNorm: 0 })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: train: clipNorm must be positive; got 0.]`,
  );
  expect(start({ resume: true })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: train: run must be the folder to resume from; got none.]`,
  );
});
