import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import type { Parameter } from "../networks/network.ts";
import { lars } from "./lars.ts";

const W = [0.5, -1, 2];
const G = [
  [0.1, 0.2, -0.3],
  [0.05, -0.1, 0.2],
];

function parameter(kind: Parameter["kind"], values: number[] = W): Parameter {
  return { name: "w", kind, variable: tf.variable(tf.tensor(values)) };
}

// Worked by hand from both papers' published code: weight decay 1e-4, trust coefficient 1e-3, momentum 0.9.
test.for([
  ["simclr", [1, 1], [0.49833485, -1.001326223, 2.001488316]],
  ["byol", [1, 1], [0.49833485, -1.001326223, 2.001488316]],
  ["simclr", [1, 0.5], [0.498585069, -1.001826661, 2.002489191]],
  ["byol", [1, 0.5], [0.498860922, -1.001275506, 2.001662596]],
] as const)("form %s with the rates %j ends at %j", ([form, rates, end]) => {
  const w = parameter("kernel");
  const optimizer = lars({ form, weightDecay: 1e-4 });
  optimizer.initialize([w]);
  rates.forEach((rate, i) => {
    optimizer.update({ w: tf.tensor(G[i] as number[]) }, rate);
  });
  expect(w.variable).toBeAllclose([...end], 2e-7);
});

test.for(["bias", "scale"] as const)("a %s gets plain momentum at the full rate", (kind) => {
  for (const form of ["simclr", "byol"] as const) {
    const w = parameter(kind);
    const optimizer = lars({ form, weightDecay: 0.5 });
    optimizer.initialize([w]);
    optimizer.update({ w: tf.tensor(G[0] as number[]) }, 0.1);
    optimizer.update({ w: tf.tensor(G[1] as number[]) }, 0.1);
    const [first, second] = G as [number[], number[]];
    const end = W.map((w, i) => w - 0.1 * (1.9 * (first[i] as number) + (second[i] as number)));
    expect(w.variable).toBeAllclose(end, 1e-6);
  }
});

test("adapts decides which parameters are excluded", () => {
  const update = (adapts?: (parameter: Parameter) => boolean) => {
    const w = parameter("kernel");
    const optimizer = lars({ form: "byol", ...(adapts && { adapts }) });
    optimizer.initialize([w]);
    optimizer.update({ w: tf.tensor(G[0] as number[]) }, 1);
    return w.variable;
  };
  const plain = tf.sub(tf.tensor(W), tf.tensor(G[0] as number[]));
  expect(update(({ name }) => name !== "w")).toBeAllclose(plain, 1e-6);
  expect(update()).not.toBeAllclose(plain, 1e-3);
});

test("a norm of 0 leaves the gradient as it is", () => {
  const zero = parameter("kernel", [0, 0, 0]);
  const still = parameter("kernel");
  const optimizer = lars({ form: "byol", weightDecay: 0 });
  optimizer.initialize([zero, { ...still, name: "still" }]);
  optimizer.update({ w: tf.tensor([1, 2, 3]), still: tf.zeros([3]) }, 1);
  expect(zero.variable).toBeAllclose([-1, -2, -3]);
  expect(still.variable).toBeAllclose(W);
});

test("throws on settings out of range", () => {
  expect(() => lars({ form: "lars" as "byol" })).toThrowErrorMatchingInlineSnapshot(
    `[TypeError: lars: form must be "simclr" or "byol"; got lars.]`,
  );
  expect(() =>
    lars({ form: "byol", trustCoefficient: Number.NaN }),
  ).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: lars: trustCoefficient must be finite and positive; got NaN.]`,
  );
  expect(() => lars({ form: "byol", momentum: 1 })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: lars: momentum must be in [0, 1); got 1.]`,
  );
});
