import * as tf from "@tensorflow/tfjs";
import { adam, adamW, lars, type Optimizer, type Parameter, sgd, updateEma } from "@unlabeled/core";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { engine } from "../index.ts";

beforeAll(async () => {
  await engine.start({});
});

const SHAPES = [[3, 5], [7], [40, 50], [0], [1]];
const KINDS = ["kernel", "bias", "scale", "kernel", "kernel"] as const;

/** Three updates on a backend: every parameter and every slot. */
async function run(backend: string, make: () => Optimizer, seed: number, zeros: boolean) {
  await tf.setBackend(backend);
  const random = (shape: number[], at: number) =>
    tf.randomNormal(shape, 0, 1, "float32", seed + at);
  const parameters = SHAPES.map((shape, i): Parameter => {
    const initial = zeros && i === 0 ? tf.zeros(shape) : random(shape, i);
    return { name: `p${i}`, kind: KINDS[i] as "kernel", variable: tf.variable(initial) };
  });
  const optimizer = make();
  optimizer.initialize(parameters);
  for (let step = 1; step <= 3; step++) {
    const gradients = parameters.map(({ name }, i) => [
      name,
      random(SHAPES[i] as number[], 10 * step + i),
    ]);
    optimizer.update(Object.fromEntries(gradients), 0.1 / step);
  }
  const all = [...parameters, ...optimizer.slots].map(({ variable }) => [...variable.dataSync()]);
  for (const { variable } of [...parameters, ...optimizer.slots]) variable.dispose();
  return all;
}

const weightDecay = 0.02;
const OPTIMIZERS: Record<string, () => Optimizer> = {
  "SGD without momentum": () => sgd({ momentum: 0 }),
  "SGD with momentum and decay": () => sgd({ momentum: 0.9, weightDecay }),
  "SGD with Nesterov's momentum": () => sgd({ momentum: 0.9, nesterov: true, weightDecay }),
  Adam: () => adam({ weightDecay }),
  AdamW: () => adamW({ weightDecay }),
  "LARS as BYOL's": () => lars({ form: "byol", weightDecay }),
  "LARS as SimCLR's": () => lars({ form: "simclr", weightDecay }),
};

test.for(Object.entries(OPTIMIZERS))(
  "%s equals its definition on the cpu backend",
  async ([, make]) => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 1e6 }), fc.boolean(), async (seed, zeros) => {
        const want = await run("cpu", make, seed, zeros);
        const got = await run("native", make, seed, zeros);
        expect(got.map((values) => values.length)).toEqual(want.map((values) => values.length));
        want.forEach((values, i) => {
          values.forEach((value, j) => {
            const error = Math.abs((got[i]?.[j] as number) - value);
            expect(error).toBeLessThanOrEqual(4e-6 * Math.max(1, Math.abs(value)));
          });
        });
      }),
      { numRuns: 4 },
    );
  },
);

test("a moving average equals its definition, and leaves what it follows alone", async () => {
  await tf.setBackend("native");
  const make = (seed: number) =>
    SHAPES.map((shape, i) => ({
      name: `v${i}`,
      variable: tf.variable(tf.randomNormal(shape, 0, 1, "float32", seed + i)),
    }));
  const [targets, online] = [make(1), make(50)];
  const before = [targets, online].map((all) => all.map(({ variable }) => variable.dataSync()));
  updateEma(targets, online, 0.9);
  targets.forEach(({ variable }, i) => {
    variable.dataSync().forEach((value, j) => {
      const [target, other] = [before[0]?.[i]?.[j] as number, before[1]?.[i]?.[j] as number];
      expect(value).toBeCloseTo(0.9 * target + 0.1 * other, 6);
    });
  });
  expect(online.map(({ variable }) => variable.dataSync())).toEqual(before[1]);
});

test.for([
  { how: "a clone", take: (variable: tf.Variable) => tf.clone(variable) },
  { how: "a slice of all", take: (variable: tf.Variable) => tf.slice(variable, [0, 0], [64, 64]) },
])("values that somebody else holds are not changed in place: $how", async ({ take }) => {
  await tf.setBackend("native");
  const variable = tf.variable(tf.randomNormal([64, 64]));
  const optimizer = sgd({ momentum: 0.9 });
  optimizer.initialize([{ name: "w", kind: "kernel", variable }]);
  optimizer.update({ w: tf.ones([64, 64]) }, 1); // the variable now owns its memory
  const copy = take(variable);
  const before = copy.dataSync();
  optimizer.update({ w: tf.ones([64, 64]) }, 1);
  expect(copy.dataSync()).toEqual(before);
  expect(variable.dataSync()[0]).toBeCloseTo((before[0] as number) - 1.9, 5);
});

test("without decay an infinite weight stays infinite", async () => {
  await tf.setBackend("native");
  const variable = tf.variable(tf.fill([20], Number.POSITIVE_INFINITY));
  const optimizer = sgd({ momentum: 0.9 });
  optimizer.initialize([{ name: "w", kind: "kernel", variable }]);
  optimizer.update({ w: tf.ones([20]) }, 0.1);
  expect([...variable.dataSync()]).toEqual(Array(20).fill(Number.POSITIVE_INFINITY));
});

test("a gradient that is not a number arrives in the parameter", async () => {
  await tf.setBackend("native");
  const variable = tf.variable(tf.ones([40]));
  const optimizer = lars({ form: "simclr" });
  optimizer.initialize([{ name: "w", kind: "kernel", variable }]);
  optimizer.update({ w: tf.fill([40], Number.NaN) }, 0.1);
  expect([...variable.dataSync()].every(Number.isNaN)).toBe(true);
});
