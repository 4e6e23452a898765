import { describe, expect, test } from "vitest";
import type { FeatureTable, LabeledTable } from "../features/feature-table.ts";
import { clusters } from "../fixtures/clusters.ts";
import { largestDifference } from "../fixtures/peers.ts";
import { shuffledClasses } from "./class-draw.ts";
import { fewLabelAccuracy } from "./few-label-accuracy.ts";
import { probabilities } from "./logistic-model.ts";
import { logisticProbe } from "./logistic-probe.ts";
import { logisticRegression } from "./logistic-regression.ts";
import { PENALTIES, sweepPenalty } from "./sweep-penalty.ts";

const shape = { width: 8, classes: 4, spread: 1.5 };
const train = clusters({ ...shape, count: 120, purpose: "train" });
const held = clusters({ ...shape, count: 200, purpose: "test" });

/** Accuracy from probabilities, in plain loops. */
async function accuracyByHand(rows: FeatureTable, l2: number, test: LabeledTable): Promise<number> {
  const model = await logisticRegression(rows, { l2 });
  const p = probabilities(model, test);
  const L = model.classes.length;
  const right = Array.from(test.labels).filter((label, n) => {
    const row = Array.from(p.subarray(n * L, (n + 1) * L));
    return model.classes[row.indexOf(Math.max(...row))] === label;
  });
  return right.length / test.count;
}

describe("logisticProbe", () => {
  test("is the accuracy of the regression, with its protocol", async () => {
    const figure = await logisticProbe(train, held, { l2: 3 });
    expect(figure.accuracy).toBe(await accuracyByHand(train, 3, held));
    expect(figure.protocol).toEqual({
      method: "logistic regression",
      l2: 3,
      tolerance: 1e-4,
      arithmetic: "float64",
      iterations: figure.protocol.iterations,
      converged: true,
    });
    expect(figure.counts).toEqual({ train: 120, test: 200, classes: 4, width: 8 });
  });

  test("counts test rows of classes that were never trained as wrong", async () => {
    const strange = { ...held, labels: held.labels.map((label) => label + 4) };
    expect((await logisticProbe(train, strange)).accuracy).toBe(0);
  });
});

describe("fewLabelAccuracy", () => {
  test("is the mean and sample deviation of fits on drawn rows", async () => {
    const options = { labelsPerClass: 3, draws: 4, seed: 11 };
    const figure = await fewLabelAccuracy(train, held, options);
    const byHand: number[] = [];
    for (let draw = 0; draw < 4; draw++) {
      const order = shuffledClasses(train.labels, Int32Array.of(0, 1, 2, 3), {
        seed: 11,
        purpose: "few-labels",
        draw,
      });
      const rows = order.flatMap((members) => members.slice(0, 3));
      const few = {
        values: Float32Array.from(
          rows.flatMap((n) => [...train.values.subarray(n * 8, n * 8 + 8)]),
        ),
        labels: Int32Array.from(rows, (n) => train.labels[n] as number),
        count: 12,
        width: 8,
      };
      byHand.push(await accuracyByHand(few, 1, held));
    }
    expect(figure.accuracies).toEqual(byHand);
    const mean = byHand.reduce((a, b) => a + b) / 4;
    expect(figure.accuracy).toBeCloseTo(mean, 12);
    const variance = byHand.reduce((sum, a) => sum + (a - mean) ** 2, 0) / 3;
    expect(figure.standardDeviation).toBeCloseTo(Math.sqrt(variance), 12);
    expect(figure.protocol).toMatchObject({ ...options, l2: 1, converged: true });
    expect(new Set(byHand).size).toBeGreaterThan(1);
  });

  test("depends on the seed alone", async () => {
    const options = { labelsPerClass: 2, draws: 3 };
    const first = await fewLabelAccuracy(train, held, { ...options, seed: 1 });
    const again = await fewLabelAccuracy(train, held, { ...options, seed: 1 });
    const other = await fewLabelAccuracy(train, held, { ...options, seed: 2 });
    expect(again).toEqual(first);
    expect(other.accuracies).not.toEqual(first.accuracies);
  });

  test("one draw has no deviation", async () => {
    const { accuracies, standardDeviation } = await fewLabelAccuracy(train, held, { draws: 1 });
    expect(accuracies.length).toBe(1);
    expect(standardDeviation).toBe(0);
  });

  test("says which class has too few rows", async () => {
    await expect(
      fewLabelAccuracy(train, held, { labelsPerClass: 31 }),
    ).rejects.toThrowErrorMatchingInlineSnapshot(
      `[RangeError: fewLabelAccuracy: every class of train must have labelsPerClass = 31 rows; got 30 of class 0.]`,
    );
  });
});

test("a class's rows are drawn from that class, each once, and each draw in another order", () => {
  const labels = Int32Array.of(5, 2, 5, 5, 2, 5, 5, 5);
  const order = (draw: number) =>
    shuffledClasses(labels, Int32Array.of(2, 5), { seed: 0, purpose: "p", draw });
  for (const draw of [0, 1]) {
    const [two, five] = order(draw);
    expect(two?.toSorted()).toEqual([1, 4]);
    expect(five?.toSorted()).toEqual([0, 2, 3, 5, 6, 7]);
  }
  expect(order(1)).not.toEqual(order(0));
});

describe("sweepPenalty", () => {
  test("has Kornblith et al.'s 45 penalties by default", () => {
    expect(PENALTIES.length).toBe(45);
    expect(PENALTIES[0]).toBeCloseTo(1e-6, 12);
    expect(PENALTIES[44]).toBeCloseTo(1e5, 6);
    const ratios = PENALTIES.slice(1).map((l2, i) => l2 / (PENALTIES[i] ?? Number.NaN));
    expect(largestDifference(ratios, new Array(44).fill(10 ** 0.25))).toBeLessThan(1e-9);
  });

  test("fits all rows with the penalty that is best on the rows held out", async () => {
    const penalties = [1e-3, 1, 30, 1e4];
    const figure = await sweepPenalty(train, held, {
      penalties,
      validationFraction: 0.25,
      tolerance: 1e-7,
    });
    const order = shuffledClasses(train.labels, Int32Array.of(0, 1, 2, 3), {
      seed: 0,
      purpose: "validation",
      draw: 0,
    });
    const part = (rows: number[]) => ({
      values: Float32Array.from(rows.flatMap((n) => [...train.values.subarray(n * 8, n * 8 + 8)])),
      labels: Int32Array.from(rows, (n) => train.labels[n] as number),
      count: rows.length,
      width: 8,
    });
    const out = part(order.flatMap((rows) => rows.slice(0, 8))); // a quarter of 30, rounded
    const fitted = part(order.flatMap((rows) => rows.slice(8)));
    const expected: { l2: number; accuracy: number }[] = [];
    for (const l2 of penalties.toReversed()) {
      expected.push({ l2, accuracy: await accuracyByHand(fitted, l2, out) });
    }
    expect(figure.validation).toEqual(expected);
    const best = Math.max(...expected.map(({ accuracy }) => accuracy));
    const chosen = expected.find(({ accuracy }) => accuracy === best)?.l2 ?? Number.NaN;
    expect(figure.protocol.l2).toBe(chosen);
    expect(figure.accuracy).toBe(await accuracyByHand(train, chosen, held));
  });

  test("takes the largest of penalties that are equally good", async () => {
    const { protocol, validation } = await sweepPenalty(train, held, { penalties: [5, 5.0001] });
    expect(validation[0]?.accuracy).toBe(validation[1]?.accuracy);
    expect(protocol.l2).toBe(5.0001);
  });

  test("names what is wrong", async () => {
    await expect(
      sweepPenalty(train, held, { penalties: [] }),
    ).rejects.toThrowErrorMatchingInlineSnapshot(
      `[RangeError: sweepPenalty: penalties must hold at least one number; got none.]`,
    );
    await expect(
      sweepPenalty(train, held, { penalties: [1, -1] }),
    ).rejects.toThrowErrorMatchingInlineSnapshot(
      `[RangeError: sweepPenalty: penalty must be positive; got -1.]`,
    );
    await expect(
      sweepPenalty(train, held, { validationFraction: 1 }),
    ).rejects.toThrowErrorMatchingInlineSnapshot(
      `[RangeError: sweepPenalty: validationFraction must be in (0, 1); got 1.]`,
    );
  });
});
