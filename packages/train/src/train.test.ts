import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { adam, sgd } from "@unlabeled/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
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

const options = (change: Partial<TrainOptions> = {}): TrainOptions => ({
  epochs: 2,
  optimizer: adam(),
  learningRate: 0.05,
  ...change,
});

async function all(reports: AsyncIterable<Report>): Promise<Report[]> {
  const list: Report[] = [];
  for await (const report of reports) list.push(report);
  return list;
}

/** Takes reports up to this step, then leaves the loop. */
async function until(reports: AsyncIterable<Report>, step: number): Promise<Report[]> {
  const list: Report[] = [];
  for await (const report of reports) {
    list.push(report);
    if (report.step === step) break;
  }
  return list;
}

const losses = (reports: readonly Report[]) => reports.map(({ loss }) => loss);
const checkpoints = async () => (await readdir(join(run, "checkpoints"))).sort();
const failure = (reports: AsyncIterable<Report>) =>
  all(reports).then(
    () => new Error("nothing was thrown"),
    (error: Error) => new Error(error.message.replaceAll(run, "RUN")),
  );

describe("train", () => {
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
        theirs.afterUpdate({ step: expected.length, totalSteps: 10, stepsPerEpoch: 5 });
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

  test("names the step and the method that leave tensors behind", async () => {
    const leaking = tinyMethod({
      afterUpdate: ({ step }) => {
        if (step === 2) tf.keep(tf.scalar(1));
      },
    });
    expect(await failure(train(leaking, tinyBatches(), options()))).toMatchInlineSnapshot(
      `[Error: train: step 3 of tiny must leave as many tensors as it found; got 1 more. Look at what its targets, forward, objective and afterUpdate, and the adam optimizer's update, keep or dispose.]`,
    );
  });

  test("names parameters that the loss does not depend on", async () => {
    const method = tinyMethod();
    const variable = tf.variable(tf.scalar(1));
    const trained = [...method.trained, { name: "idle", kind: "bias" as const, variable }];
    expect(
      await failure(train({ ...method, trained }, tinyBatches(), options())),
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
    expect(await failure(reports)).toMatchInlineSnapshot(
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
    expect(await failure(reports)).toMatchInlineSnapshot(
      `[Error: train: backbone/kernel must be finite; got NaN or Infinity in it after step 2, so no checkpoint was written. Try a lower learningRate, a longer warm-up or clipNorm, in a new run.]`,
    );
    expect(await checkpoints()).toEqual(["step-1.safetensors"]);
  });

  test("says so when an epoch is shorter than the batches claim", async () => {
    const batches = { ...tinyBatches({ batchesPerEpoch: 3 }), batchesPerEpoch: 5 };
    expect(await failure(train(tinyMethod(), batches, options()))).toMatchInlineSnapshot(
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
});

describe("a run on disk", () => {
  test.for([1, 4, 5, 8])("left after step %d, goes on as if it had not been", async (step) => {
    const whole = await all(train(tinyMethod(), tinyBatches(), options()));
    const first = await until(train(tinyMethod(), tinyBatches(), options({ run })), step);
    const second = await all(train(tinyMethod(), tinyBatches(), options({ run, resume: true })));
    expect(losses([...first, ...second])).toEqual(losses(whole));
    const lines = (await readFile(join(run, "metrics.jsonl"), "utf8")).trim().split("\n");
    expect(lines.map((line) => JSON.parse(line).loss)).toEqual(losses(whole));
  });

  test("is saved, and ends without an error, when the signal is aborted", async () => {
    const stop = new AbortController();
    const steps: number[] = [];
    for await (const { step } of train(
      tinyMethod(),
      tinyBatches(),
      options({ run, signal: stop.signal }),
    )) {
      steps.push(step);
      if (step === 3) stop.abort();
    }
    expect(steps).toEqual([1, 2, 3]);
    expect(await checkpoints()).toEqual(["step-3.safetensors"]);
  });

  test("keeps the newest checkpoints", async () => {
    await all(
      train(tinyMethod(), tinyBatches(), options({ run, checkpointEverySteps: 2, keep: 2 })),
    );
    expect(await checkpoints()).toEqual(["step-10.safetensors", "step-8.safetensors"]);
  });

  test("passes over a damaged checkpoint to the one before it, and says so", async () => {
    const first = await until(
      train(tinyMethod(), tinyBatches(), options({ run, checkpointEverySteps: 2 })),
      6,
    );
    const file = join(run, "checkpoints", "step-6.safetensors");
    const bytes = await readFile(file);
    bytes[bytes.length - 9] = (bytes.at(-9) as number) ^ 1; // one bit
    await writeFile(file, bytes);
    const second = await all(train(tinyMethod(), tinyBatches(), options({ run, resume: true })));
    expect(second[0]?.notices?.[0]).toMatch(
      /step-6.safetensors is damaged \(its SHA-256 is .*; went on from step 4/,
    );
    expect(second[1]?.notices).toBeUndefined();
    expect(second.map(({ step }) => step)).toEqual([5, 6, 7, 8, 9, 10]);
    expect(losses(second).slice(0, 2)).toEqual(losses(first).slice(4));
    expect(await checkpoints()).toContain("step-6.safetensors.damaged");
  });

  test("cannot be resumed when every checkpoint is damaged", async () => {
    await until(train(tinyMethod(), tinyBatches(), options({ run })), 2);
    await writeFile(join(run, "checkpoints", "step-2.safetensors"), "cut short");
    expect(
      await failure(train(tinyMethod(), tinyBatches(), options({ run, resume: true }))),
    ).toMatchInlineSnapshot(`
      [Error: train: a run to resume must have a whole checkpoint; got only damaged ones:
        RUN/checkpoints/step-2.safetensors: it has no checksum
      Remove them to begin again at the first step.]
    `);
  });

  test("is not written over", async () => {
    await until(train(tinyMethod(), tinyBatches(), options({ run })), 2);
    expect(
      await failure(train(tinyMethod(), tinyBatches(), options({ run }))),
    ).toMatchInlineSnapshot(
      `[Error: train: run must be a folder without a run; got RUN, which has one at step 2 of 10. Resume it with resume: true, or name another folder.]`,
    );
  });

  test("goes on only as the run that it was; all that differs is named", async () => {
    const config = { size: 32, crop: [0.2, 1] };
    await until(train(tinyMethod(), tinyBatches(), options({ run, seed: 0, config })), 2);
    const other = train(
      tinyMethod({ settings: { keeps: 0.99 } }),
      tinyBatches({ seed: 1 }),
      options({
        run,
        resume: true,
        epochs: 3,
        seed: 1,
        optimizer: sgd(),
        learningRate: 0.01,
        config: { ...config, size: 64 },
      }),
    );
    expect(await failure(other)).toMatchInlineSnapshot(`
      [Error: train: a resumed run must be the one that RUN began with; got
        method.settings.keeps: 0.9 before, 0.99 now
        epochs: 2 before, 3 now
        optimizer.name: "adam" before, "sgd" now
        optimizer.settings.beta1: 0.9 before, nothing now
        optimizer.settings.beta2: 0.999 before, nothing now
        optimizer.settings.epsilon: 1e-8 before, nothing now
        optimizer.settings.momentum: nothing before, 0 now
        optimizer.settings.nesterov: nothing before, false now
        learningRate: [0.05,0.05,0.05,0.05,0.05,0.05,0.05,0.05,0.05,0.05,0.05] before, [0.01,0.01,0.01,0.01,0.01,0.01,0.01,0.01,0.01,0.01,0.01] now
        seed: 0 before, 1 now
        config.size: 32 before, 64 now
        data.seed: 0 before, 1 now
      Give what it began with, or start a new run in another folder.]
    `);
    const same = train(
      tinyMethod(),
      tinyBatches(),
      options({ run, resume: true, seed: 0, config }),
    );
    expect((await all(same)).length).toBe(8);
  });

  test("goes on where its data have moved, as their fingerprint tells", async () => {
    const at = (source: string, fingerprint: string) => ({
      ...tinyBatches(),
      description: { source, fingerprint },
    });
    await until(train(tinyMethod(), at("/old", "a1"), options({ run })), 2);
    const resume = (source: string, fingerprint: string) =>
      train(tinyMethod(), at(source, fingerprint), options({ run, resume: true }));
    expect((await failure(resume("/old", "b2"))).message).toContain(
      'data.fingerprint: "a1" before, "b2" now',
    );
    expect((await all(resume("/new", "a1"))).length).toBe(8);
  });

  test("is started by resume where there is none, with a notice", async () => {
    const [report] = await until(
      train(tinyMethod(), tinyBatches(), options({ run, resume: true })),
      1,
    );
    expect(report?.notices).toEqual([`${run} had no run to resume; started a new one`]);
  });

  test("yields nothing more when it is finished", async () => {
    await all(train(tinyMethod(), tinyBatches(), options({ run })));
    expect(await all(train(tinyMethod(), tinyBatches(), options({ run, resume: true })))).toEqual(
      [],
    );
  });

  test("drops the line that a crash cut off", async () => {
    await until(train(tinyMethod(), tinyBatches(), options({ run })), 3);
    await writeFile(join(run, "metrics.jsonl"), '{"step":4,"lo', { flag: "a" });
    await all(train(tinyMethod(), tinyBatches(), options({ run, resume: true })));
    const lines = (await readFile(join(run, "metrics.jsonl"), "utf8")).trim().split("\n");
    expect(lines.map((line) => JSON.parse(line).step)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });
});
