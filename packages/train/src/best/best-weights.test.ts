import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { defineNetwork, normal } from "@unlabeled/core";
import { expect, test } from "vitest";
import { bestWeights } from "./best-weights.ts";

const folder = () => mkdtempSync(join(tmpdir(), "unlabeled-best-"));

/** One weight, and one running statistic. */
const network = (inputs = 1) =>
  defineNetwork(
    (variables) => {
      const kernel = variables.kernel("kernel", [inputs], normal(1));
      variables.statistic("mean", [1], normal(1));
      return { apply: () => tf.clone(kernel as tf.Tensor) };
    },
    { seed: 0 },
  );

type Small = ReturnType<typeof network>;
const variables = ({ parameters, statistics }: Small) =>
  [...parameters, ...statistics].map(({ variable }) => variable);
const set = (of: Small, value: number) => {
  for (const variable of variables(of)) variable.assign(tf.fill(variable.shape, value));
};
const values = (of: Small) => variables(of).map((variable) => variable.dataSync()[0]);

const report = (step: number, accuracy?: number) => {
  const measures: Record<string, number> =
    accuracy === undefined ? {} : { "probe/accuracy": accuracy };
  return { step, measures };
};
const options = { measure: "probe/accuracy" };

test("keeps the weights of the best report, statistics too; of equals the first", async () => {
  const [run, trained] = [folder(), network()];
  const weights = await bestWeights(run, trained, options);
  expect(weights.best).toBeUndefined();
  for (const [step, accuracy] of [[1], [2, 0.5], [3, 0.7], [4, Number.NaN], [5, 0.7], [6, 0.6]]) {
    set(trained, step as number);
    expect(await weights.see(report(step as number, accuracy))).toBe(false);
  }
  expect(weights.best).toEqual({ step: 3, value: 0.7 });
  await weights.restore();
  expect(values(trained)).toEqual([3, 3]);
  expect(readdirSync(run)).toEqual(["best.safetensors"]);
});

test("without a report that has the measure the network stays as it is", async () => {
  const trained = network();
  set(trained, 4);
  const weights = await bestWeights(folder(), trained, options);
  await weights.see(report(1));
  await weights.restore();
  expect(values(trained)).toEqual([4, 4]);
});

/** The step at which it is enough, if a run is killed after each of these steps and goes on two steps earlier. */
async function endOf(accuracies: readonly number[], killedAt: readonly number[]) {
  const [run, trained] = [folder(), network()];
  let step = 0;
  for (const end of [...killedAt, Number.POSITIVE_INFINITY]) {
    const weights = await bestWeights(run, trained, { ...options, patienceSteps: 3 });
    while (step < Math.min(end, accuracies.length)) {
      step += 1;
      set(trained, step);
      if (await weights.see(report(step, accuracies[step - 1]))) {
        await weights.restore();
        return { step, kept: values(trained)[0] };
      }
    }
    step = Math.max(0, step - 2);
  }
  return undefined;
}

test.for([[], [3], [4], [5], [2, 5], [6]])(
  "it is enough after so many updates without a better one, also killed at %o",
  async (killedAt) => {
    expect(await endOf([0.1, 0.4, 0.3, 0.6, 0.5, 0.2, 0.6, 0.9], killedAt)).toEqual({
      step: 7,
      kept: 4,
    });
  },
);

test("names what is wrong", async () => {
  const run = folder();
  await expect(
    bestWeights(run, network(), { ...options, patienceSteps: 0 }),
  ).rejects.toThrowErrorMatchingInlineSnapshot(
    `[RangeError: bestWeights: patienceSteps must be at least 1; got 0.]`,
  );
  const weights = await bestWeights(run, network(), options);
  await weights.see(report(1, 0.5));
  const file = join(run, "best.safetensors");
  const said = (error: Error) => error.message.replace(run, "RUN");
  expect(
    await bestWeights(run, network(), { measure: "probe/knn" }).catch(said),
  ).toMatchInlineSnapshot(
    `"bestWeights: RUN/best.safetensors must have the best weights by probe/knn; got those by probe/accuracy. Take it away, or name that measure."`,
  );
  const other = await bestWeights(run, network(2), options);
  await expect(other.restore()).rejects.toThrow(/kernel/);
  writeFileSync(file, readFileSync(file).subarray(0, 30));
  expect(await bestWeights(run, network(), options).catch(said)).toMatchInlineSnapshot(
    `"bestWeights: RUN/best.safetensors cannot be read (decodeSafetensors: the file must be whole: its header ends at byte 192; got 30 bytes.). Take it away to begin anew."`,
  );
});
