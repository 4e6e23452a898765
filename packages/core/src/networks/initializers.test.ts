import { expect, test } from "vitest";
import { randomStream } from "../random/philox.ts";
import { constant, heNormal, type Initializer, normal, truncatedNormal } from "./initializers.ts";

/** Mean, deviation and largest magnitude of what an initializer draws. */
function statistics(initializer: Initializer, shape: number[]) {
  const values = initializer(shape, randomStream({ seed: 1, purpose: "initial/test" }));
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  const variance = values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length;
  const largest = values.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
  return { count: values.length, mean, deviation: Math.sqrt(variance), largest };
}

const SHAPE = [3, 3, 64, 32]; // 18,432 values: deviations are known to 0.5 %

test.for<[string, Initializer, number]>([
  ["normal(0.01)", normal(0.01), 0.01],
  ["heNormal in", heNormal("in"), Math.sqrt(2 / (9 * 64))],
  ["heNormal out", heNormal("out"), Math.sqrt(2 / (9 * 32))],
  // cut at two deviations, a normal has 0.8796 of its deviation
  ["truncatedNormal()", truncatedNormal(), 0.8796 * Math.sqrt(1 / (9 * 64))],
  ["truncatedNormal(0.02)", truncatedNormal(0.02), 0.8796 * 0.02],
])("%s has its mean and deviation", ([, initializer, deviation]) => {
  const found = statistics(initializer, SHAPE);
  expect(found.count).toBe(18432);
  expect(Math.abs(found.mean)).toBeLessThan((4 * deviation) / Math.sqrt(18432));
  expect(Math.abs(found.deviation / deviation - 1)).toBeLessThan(0.02);
});

test("truncatedNormal has nothing beyond two deviations, normal has", () => {
  expect(statistics(truncatedNormal(1), SHAPE).largest).toBeLessThanOrEqual(2);
  expect(statistics(truncatedNormal(1), SHAPE).largest).toBeGreaterThan(1.9);
  expect(statistics(normal(1), SHAPE).largest).toBeGreaterThan(3);
});

test("the fan of a dense layer is its inputs or its outputs", () => {
  const { deviation } = statistics(heNormal("in"), [512, 32]);
  expect(Math.abs(deviation / Math.sqrt(2 / 512) - 1)).toBeLessThan(0.02);
  expect(constant(5)([2, 0], randomStream({ seed: 0, purpose: "" })).length).toBe(0);
  expect([...constant(5)([1, 2], randomStream({ seed: 0, purpose: "" }))]).toEqual([5, 5]);
});
