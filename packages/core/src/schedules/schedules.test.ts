import { expect, test } from "vitest";
import { constantSchedule } from "./constant-schedule.ts";
import { cosineMomentum } from "./cosine-momentum.ts";
import { exponentialDecay } from "./exponential-decay.ts";
import { linearDecay } from "./linear-decay.ts";
import { linearScaling, squareRootScaling } from "./scaling.ts";
import type { Schedule } from "./schedule.ts";
import { stepDecay } from "./step-decay.ts";
import { warmupCosine } from "./warmup-cosine.ts";

/** Values at steps of a run of 100, ten an epoch. */
function at(schedule: Schedule, ...steps: number[]): number[] {
  return steps.map((step) => schedule({ step, totalSteps: 100, stepsPerEpoch: 10 }));
}

function expectClose(received: number[], expected: number[]): void {
  expect(received.length).toBe(expected.length);
  received.forEach((value, i) => {
    expect(value).toBeCloseTo(expected[i] as number, 12);
  });
}

test("warmupCosine gives BYOL's rates for 1000 epochs of ImageNet", () => {
  const schedule = warmupCosine({ base: linearScaling(0.2, 4096), warmupSteps: 3127 });
  const K = 312784;
  const rates = [0, 1000, 3127, 100000, K].map((step) =>
    schedule({ step, totalSteps: K, stepsPerEpoch: 312.7 }),
  );
  const published = [0, 1.023345, 3.2, 2.487492, 0];
  rates.forEach((rate, i) => {
    expect(rate).toBeCloseTo(published[i] as number, 6);
  });
});

test("each schedule rises from 0 in proportion to the step, then follows its own rule", () => {
  const warm = { base: 2, warmupEpochs: 2 };
  const rising = [0, 0.1, 1.9];
  const half = 2 * Math.cos(Math.PI / 4) ** 2;
  expectClose(at(constantSchedule(warm), 0, 1, 19, 20, 99), [...rising, 2, 2]);
  expectClose(at(warmupCosine(warm), 0, 1, 19, 20, 60, 100), [...rising, 2, half, 0]);
  expectClose(at(linearDecay({ ...warm, end: 1 }), 0, 1, 19, 20, 60, 100), [...rising, 2, 1.5, 1]);
  const milestones = [5, 8];
  expectClose(at(stepDecay({ ...warm, milestones }), 0, 1, 19, 20, 49, 50, 79, 80), [
    ...rising,
    2,
    2,
    0.2,
    0.2,
    0.02,
  ]);
  const exponential = { ...warm, factor: 0.25, everyEpochs: 2 };
  expectClose(at(exponentialDecay(exponential), 0, 1, 19, 20, 30), [...rising, 0.5, 0.25]);
  expectClose(
    at(exponentialDecay({ ...exponential, staircase: true }), 20, 39, 40),
    [0.5, 0.5, 0.125],
  );
});

test("without a warm-up the first step has the whole rate", () => {
  const schedules = [
    constantSchedule({ base: 2 }),
    warmupCosine({ base: 2 }),
    linearDecay({ base: 2 }),
    stepDecay({ base: 2, milestones: [] }),
    exponentialDecay({ base: 2, factor: 0.5 }),
  ];
  for (const schedule of schedules) expectClose(at(schedule, 0), [2]);
});

test("a warm-up longer than the run rises to its end", () => {
  expectClose(at(warmupCosine({ base: 2, warmupSteps: 200 }), 0, 50, 100), [0, 0.5, 1]);
  expectClose(at(linearDecay({ base: 2, warmupSteps: 100 }), 99, 100), [1.98, 2]);
});

test("cosineMomentum gives BYOL's target momentum", () => {
  const steps = [0, 25, 50, 75, 100];
  const golden = [0.996, 0.99658579, 0.998, 0.99941421, 1];
  at(cosineMomentum({ base: 0.996 }), ...steps).forEach((value, i) => {
    expect(value).toBeCloseTo(golden[i] as number, 8);
  });
  const short = [0.99, 0.99146447, 0.995, 0.99853553, 1];
  at(cosineMomentum({ base: 0.99 }), ...steps).forEach((value, i) => {
    expect(value).toBeCloseTo(short[i] as number, 8);
  });
});

test("linear and square-root scaling meet at SimCLR's batch of 4096", () => {
  expect(linearScaling(0.3, 4096)).toBeCloseTo(4.8, 12);
  expect(squareRootScaling(0.075, 4096)).toBeCloseTo(4.8, 12);
  expect(linearScaling(0.3, 256)).toBeCloseTo(0.3, 12);
  expect(squareRootScaling(0.075, 256)).toBeCloseTo(1.2, 12);
});

test("throws on options out of range", () => {
  const { NaN: nan } = Number;
  expect(() => warmupCosine({ base: nan })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: warmupCosine: base must be finite and ≥ 0; got NaN.]`,
  );
  expect(() =>
    warmupCosine({ base: 1, warmupEpochs: 1, warmupSteps: 1 }),
  ).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: warmupCosine: the warm-up must be given as warmupEpochs or as warmupSteps; got both.]`,
  );
  expect(() => constantSchedule({ base: 1, warmupEpochs: -1 })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: constantSchedule: warmupEpochs must be finite and ≥ 0; got -1.]`,
  );
  expect(() => linearDecay({ base: 1, warmupSteps: 0.5 })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: linearDecay: warmupSteps must be an integer ≥ 0; got 0.5.]`,
  );
  expect(() => stepDecay({ base: 1, milestones: [5, 3] })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: stepDecay: milestones must be epochs ≥ 0 that rise; got 5, 3.]`,
  );
  expect(() =>
    exponentialDecay({ base: 1, factor: 0.9, everyEpochs: 0 }),
  ).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: exponentialDecay: everyEpochs must be finite and positive; got 0.]`,
  );
  expect(() => cosineMomentum({ base: 1.1 })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: cosineMomentum: base must be in [0, 1]; got 1.1.]`,
  );
  expect(() => linearScaling(1, 0)).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: linearScaling: batchSize must be finite and ≥ 1; got 0.]`,
  );
  expect(() => squareRootScaling(nan, 1)).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: squareRootScaling: base must be finite and ≥ 0; got NaN.]`,
  );
});
