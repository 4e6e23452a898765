import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import { residualStep } from "../../fixtures/residual-step.ts";
import { tensorflowEngine } from "../engine.ts";

const norm = (values: Float32Array): number =>
  Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));

test.for([
  { relu: false, tolerance: 1e-4 },
  // a ReLU turns roundings near 0 into differences: there a cosine above 0.9999 is what can be asked
  { relu: true, tolerance: Math.sqrt(2e-4) },
])(
  "one step of a ResNet has the cpu backend's loss and gradients: %o",
  async ({ relu, tolerance }) => {
    await tf.setBackend("cpu");
    const want = residualStep(relu);
    await tensorflowEngine({ device: "cpu" }).start({});
    const got = residualStep(relu);
    // before a normalization without a ReLU an offset changes next to nothing: its gradient is what is left of roundings
    const least = 0.1 * Math.max(...[...want.values()].map(norm));
    const errors = [...want].map(([name, values]) => {
      const ours = got.get(name) as Float32Array;
      const difference = values.map((value, i) => value - (ours[i] as number));
      return { name, error: norm(difference) / Math.max(norm(values), least) };
    });
    expect(errors.filter(({ error }) => !(error < tolerance))).toEqual([]);
  },
);

test("the same step twice has the same bits", async () => {
  await tensorflowEngine({ device: "cpu" }).start({});
  expect(residualStep(true)).toEqual(residualStep(true));
});
