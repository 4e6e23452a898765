import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import { all, options } from "../../fixtures/reports.ts";
import { tinyBatches, tinyMethod } from "../../fixtures/tiny-run.ts";
import { train } from "../train.ts";

test("measures every few steps and at the last, and says what it cost", async () => {
  let calls = 0;
  const probe = {
    everySteps: 4,
    measure: async () => {
      calls += 1;
      return { knn: calls / 10 };
    },
  };
  const reports = await all(train(tinyMethod(), tinyBatches(), options({ probe })));
  const found = reports.flatMap(({ step, measures }) => {
    const knn = measures["probe/knn"];
    return knn === undefined ? [] : [[step, knn]];
  });
  expect(found).toEqual([
    [4, 0.1],
    [8, 0.2],
    [10, 0.3],
  ]);
  expect(reports[3]?.measures["probe/seconds"]).toBeGreaterThanOrEqual(0);
  expect(reports[3]?.measures.largest).toBeDefined();
});

test("its time is not that of the steps", async () => {
  const measure = () => new Promise<Record<string, number>>((done) => setTimeout(done, 300, {}));
  const probe = { everySteps: 1, measure };
  const reports = await all(train(tinyMethod(), tinyBatches(), options({ probe })));
  expect(reports[9]?.secondsLeft).toBe(0);
  expect(reports[8]?.secondsLeft).toBeLessThan(0.3); // one step is left
});

test("names a tensor that it leaves behind", async () => {
  const measure = async () => {
    tf.scalar(1);
    return {};
  };
  const run = all(
    train(tinyMethod(), tinyBatches(), options({ probe: { everySteps: 3, measure } })),
  );
  await expect(run).rejects.toThrowErrorMatchingInlineSnapshot(
    `[Error: train: probe.measure must leave as many tensors as it found; got 1 more after step 3.]`,
  );
  const wrong = options({ probe: { everySteps: 0, measure } });
  expect(() => train(tinyMethod(), tinyBatches(), wrong)).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: train: probe.everySteps must be an integer of at least 1; got 0.]`,
  );
});
