import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sgd } from "@unlabeled/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { all, failure, losses, options, until } from "../../fixtures/reports.ts";
import { tinyBatches, tinyMethod } from "../../fixtures/tiny-run.ts";
import { train } from "../train.ts";

let folder = "";
let run = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "train-"));
  run = join(folder, "run");
});
afterEach(() => rm(folder, { recursive: true }));

const checkpoints = async () => (await readdir(join(run, "checkpoints"))).sort();

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
      await failure(train(tinyMethod(), tinyBatches(), options({ run, resume: true })), run),
    ).toMatchInlineSnapshot(`
      [Error: train: a run to resume must have a whole checkpoint of its own; got only damaged ones:
        RUN/checkpoints/step-2.safetensors: it has no checksum
      Remove them to begin again at the first step.]
    `);
  });

  test("is not written over", async () => {
    await until(train(tinyMethod(), tinyBatches(), options({ run })), 2);
    expect(
      await failure(train(tinyMethod(), tinyBatches(), options({ run })), run),
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
    expect(await failure(other, run)).toMatchInlineSnapshot(`
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
    expect((await failure(resume("/old", "b2"), run)).message).toContain(
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
