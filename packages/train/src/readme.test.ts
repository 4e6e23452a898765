import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import {
  type Batches,
  defineNetwork,
  heNormal,
  type Method,
  sgd,
  warmupCosine,
} from "@unlabeled/core";
import { loadCheckpoint, restoreNetwork, train } from "@unlabeled/train";
import { expect, test, vi } from "vitest";

test("the README's example runs, and the loss goes down", async () => {
  const home = process.cwd();
  process.chdir(await mkdtemp(join(tmpdir(), "readme-")));
  const lines: string[] = [];
  const print = vi.spyOn(console, "log").mockImplementation((line) => lines.push(line));
  type Series = { readonly series: tf.Tensor2D };

  const network = defineNetwork(
    (variables) => {
      const kernel = variables.kernel("kernel", [4, 4], heNormal("in"));
      return { apply: (x: tf.Tensor2D) => tf.matMul<tf.Tensor2D>(x, kernel) };
    },
    { seed: 0 },
  );

  const method: Method<Series> = {
    name: "continue-series",
    trained: network.parameters.map((p) => ({ ...p, name: `backbone/${p.name}` })),
    state: [],
    targets: ({ series }) => ({ future: tf.slice(series, [0, 4]) }),
    forward: ({ series }) => ({ guess: network.apply(tf.slice(series, [0, 0], [-1, 4])) }),
    objective: ({ guess }, { future }) => ({
      loss: tf.losses.meanSquaredError(future as tf.Tensor, guess as tf.Tensor),
      measures: {},
    }),
    afterUpdate: () => {},
  };

  const waves = Array.from({ length: 64 }, (_, i) =>
    Array.from({ length: 8 }, (_, time) => Math.sin(0.7 * time + i)),
  );
  const batches: Batches<Series> = {
    batchSize: 16,
    batchesPerEpoch: 4,
    description: { source: "64 waves" },
    async *epoch(_epoch, from = 0) {
      for (let i = from; i < 4; i++) {
        yield { series: tf.tensor2d(waves.slice(16 * i, 16 * (i + 1))) };
      }
    },
  };

  const reports = train(method, batches, {
    epochs: 25,
    optimizer: sgd({ momentum: 0.9 }),
    learningRate: warmupCosine({ base: 0.1 }),
    run: "runs/waves",
    resume: true, // after Ctrl-C, a crash or a kill, start the program again
  });
  for await (const { step, totalSteps, loss } of reports) {
    if (step % 20 === 0) console.log(`step ${step} of ${totalSteps}: loss ${loss.toFixed(4)}`);
  }

  restoreNetwork(network, await loadCheckpoint("runs/waves"), "backbone"); // or in another program

  expect(lines.length).toBe(5);
  const [first, last] = [lines[0], lines.at(-1)].map((line) => Number(line?.split("loss ")[1]));
  expect(last).toBeLessThan((first as number) / 2);
  print.mockRestore();
  process.chdir(home);
});
