import { readFileSync } from "node:fs";
import * as tf from "@tensorflow/tfjs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cosine, sketch, wholeStep } from "../fixtures/whole-step.ts";
import { loadAddon } from "./addon/load-addon.ts";
import { engine } from "./index.ts";

interface Expected {
  loss: number;
  gradients: Record<string, { norm: number; products: number[] }>;
  /** Cosine of each gradient under PyTorch's autocast in bfloat16 to the exact one. */
  autocast: Record<string, number>;
}

const fixture = JSON.parse(
  readFileSync(new URL("../fixtures/whole-step.json", import.meta.url), "utf8"),
) as { width: number; batch: number; size: number; linear: Expected; relu: Expected };
const { width, batch, size } = fixture;

beforeAll(async () => {
  await engine.start({});
});

afterAll(() => {
  tf.disposeVariables();
});

/** Norm of the difference over the norm, estimated from the products: their differences have its variance. */
function relativeError(
  values: Float32Array,
  at: number,
  { norm, products }: { norm: number; products: number[] },
): number {
  const ours = sketch(values, at, products.length);
  const squares = products.map((product, i) => (product - (ours[i] as number)) ** 2);
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / products.length) / norm;
}

test.for([
  // a ReLU turns roundings near 0 into differences: there a cosine above 0.9999 is what can be asked
  { key: "linear" as const, relu: false, tolerance: 1e-4 },
  { key: "relu" as const, relu: true, tolerance: Math.sqrt(2e-4) },
])("one step of ResNet-18 has PyTorch's gradients: %o", ({ key, relu, tolerance }) => {
  const { loss, gradients } = wholeStep({ width, batch, size, relu });
  expect(loss).toBeCloseTo(fixture[key].loss, 5);
  const errors = [...gradients].map(([name, values], at) => {
    const expected = fixture[key].gradients[name] as Expected["gradients"][string];
    return { name, error: relativeError(values, at, expected) };
  });
  expect(errors.filter(({ error }) => !(error < tolerance))).toEqual([]);
});

const loaded = loadAddon();

// A single tensor's cosine is a matter of luck: PyTorch's own moves by 0.02 when the pictures are made 0.03% brighter.
test.runIf("addon" in loaded && loaded.addon.describe().bfloat16)(
  "in bfloat16 gradients are as near to float32 as under PyTorch's autocast",
  async () => {
    const exact = wholeStep({ width, batch, size, relu: true });
    await engine.start({ precision: "bfloat16" });
    const rounded = wholeStep({ width, batch, size, relu: true });
    await engine.start({});
    const nearer = [...exact.gradients].map(([name, gradient]) => {
      const ours = cosine(gradient, rounded.gradients.get(name) as Float32Array);
      return ours - (fixture.relu.autocast[name] as number);
    });
    const mean = nearer.reduce((sum, difference) => sum + difference, 0) / nearer.length;
    expect(mean).toBeGreaterThan(-0.01);
    expect(Math.min(...nearer)).toBeGreaterThan(-0.1);
  },
);
