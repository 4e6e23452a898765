import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import { topAccuracy } from "./top-accuracy.ts";

const table = (rows: number[][], labels: number[]) => ({
  values: Float32Array.from(rows.flat()),
  count: rows.length,
  width: rows[0]?.length ?? 0,
  labels: Int32Array.from(labels),
});

test("is how often argMax, or the first k of a sort, has the label", () => {
  const logits = tf.randomNormal<tf.Rank.R2>([200, 6], 0, 1, "float32", 5);
  const rows = logits.arraySync();
  const labels = rows.map((_, i) => (i * 7) % 6);
  const best = [...tf.argMax(logits, 1).dataSync()];
  const right = labels.filter((label, i) => best[i] === label).length;
  expect(topAccuracy(table(rows, labels))).toBe(right / 200);
  for (const k of [1, 2, 5, 6]) {
    const among = rows.filter((row, i) => {
      const order = Array.from(row.keys()).sort((a, b) => (row[b] as number) - (row[a] as number));
      return order.slice(0, k).includes(labels[i] as number);
    });
    expect(topAccuracy(table(rows, labels), { k })).toBe(among.length / 200);
  }
});

test("of equal logits the smaller class counts as the greater", () => {
  const rows = [
    [1, 1, 0],
    [1, 1, 0],
  ];
  expect(topAccuracy(table(rows, [0, 1]))).toBe(0.5);
  expect(topAccuracy(table(rows, [0, 1]), { k: 2 })).toBe(1);
});

test("names what is wrong", () => {
  const { labels: _, ...unlabeled } = table([[0, 1]], [0]);
  expect(() => topAccuracy(unlabeled)).toThrowErrorMatchingInlineSnapshot(
    `[TypeError: topAccuracy: logits must have labels; got none. Put each class's pictures in a folder of its own, or give labels to the source.]`,
  );
  expect(() => topAccuracy(table([[0, 1]], [2]))).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: topAccuracy: labels must be in [0, 2), the columns of the logits; got 2.]`,
  );
  expect(() => topAccuracy(table([[0, 1]], [0]), { k: 3 })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: topAccuracy: k must be an integer in [1, 2]; got 3.]`,
  );
  expect(() => topAccuracy(table([[Number.NaN, 0]], [0]))).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: topAccuracy: logits.values must be finite; got NaN in row 0. A network whose features are not finite has diverged.]`,
  );
});
