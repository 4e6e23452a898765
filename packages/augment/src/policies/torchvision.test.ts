import { type Picture, randomStream } from "@unlabeled/core";
import { describe, expect, test } from "vitest";
import { decoded, PICTURES } from "../../fixtures/bytes.ts";
import { torchvision } from "../../fixtures/policies.ts";
import { pixelsOf } from "./apply-operation.ts";
import { applyPolicy } from "./apply-policy.ts";
import { autoAugment } from "./auto-augment.ts";
import { drawPolicy } from "./draw-policy.ts";
import type { DrawnOperation, OperationName, Policy } from "./policy.ts";
import { randAugment } from "./rand-augment.ts";

const wide = PICTURES.wide as Picture;
const DATASETS = ["imagenet", "cifar10", "svhn"] as const;

/** torchvision's word for an operation. */
function ours(name: string): OperationName {
  if (name === "Color") return "colour";
  return (name.charAt(0).toLowerCase() + name.slice(1)) as OperationName;
}

/** What torchvision's magnitude means: factors are 1 + it. */
function amountOf(name: string, magnitude: number): number {
  if (["Brightness", "Color", "Contrast", "Sharpness"].includes(name)) return 1 + magnitude;
  return name.startsWith("Translate") ? Math.trunc(magnitude) : magnitude;
}

test("drawn operations make torchvision's bytes of a picture", () => {
  const policy = randAugment({ definition: "torchvision" });
  for (const { operations, expected } of torchvision.views) {
    const drawn = operations.map(([name, magnitude]) => ({
      operation: ours(name as string),
      amount: amountOf(name as string, magnitude as number),
    }));
    expect([...applyPolicy(wide, { policy, drawn }).pixels]).toEqual([...decoded(expected)]);
  }
});

test.for(torchvision.tables)(
  "randAugment has torchvision's magnitudes: $magnitude of $bins, $size px",
  ({ bins, magnitude, size, values }) => {
    const { choices } = randAugment({ definition: "torchvision", bins, magnitude });
    expect(choices.map(([step]) => step?.operation)).toEqual(Object.keys(values).map(ours));
    for (const [i, [name, value]] of Object.entries(values).entries()) {
      const [step] = choices[i] as Policy["choices"][number];
      const amount = step?.amounts?.[0] ?? 0;
      const drawn = { operation: ours(name), amount, shareOf: step?.shareOf } as DrawnOperation;
      const received = name.startsWith("Translate")
        ? pixelsOf(drawn, { width: size, height: size })
        : amount;
      expect([name, received]).toEqual([name, amountOf(name, value)]);
    }
  },
);

test.for(DATASETS)("autoAugment has torchvision's pairs for %s", (dataset) => {
  const printed = torchvision.policies[dataset].map((pair) =>
    pair.map((step) => [ours(step[0] as string), step[1] as number]),
  );
  const received = autoAugment(dataset).choices.map((pair) =>
    pair.map(({ operation, probability }) => [operation, probability]),
  );
  expect(received).toEqual(printed);
});

describe("draws", () => {
  const { draws, statistics } = torchvision;
  test.for(["randAugment", ...DATASETS] as const)(
    "of %s are torchvision's in frequency",
    (name) => {
      const policy =
        name === "randAugment" ? randAugment({ definition: "torchvision" }) : autoAugment(name);
      const random = randomStream({ seed: 0, purpose: "test" });
      const amounts = new Map<string, number[]>();
      for (let i = 0; i < draws; i++) {
        for (const drawn of drawPolicy(policy, random)) {
          const amount = drawn.shareOf ? drawn.amount * 32 : drawn.amount; // its pictures were 32 x 32
          const list = amounts.get(drawn.operation) ?? [];
          list.push(amount);
          amounts.set(drawn.operation, list);
        }
      }
      const operations = Object.entries(statistics[name]);
      expect([...amounts.keys()].sort()).toEqual(operations.map(([one]) => ours(one)).sort());
      for (const [operation, peer] of operations) {
        const values = amounts.get(ours(operation)) as number[];
        const mean = values.reduce((a, b) => a + b, 0) / values.length;
        const spread = values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length;
        const factor = amountOf(operation, 0); // 1 for factors, else 0
        // Five standard errors of the difference of two means; a pair may hold an operation twice.
        expect(Math.abs(values.length / draws - peer.frequency)).toBeLessThan(
          5 * Math.sqrt((4 * peer.frequency) / draws),
        );
        expect(Math.abs(mean - factor - peer.mean)).toBeLessThan(
          5 * peer.deviation * Math.sqrt(2 / values.length) + 1e-5,
        );
        expect(Math.abs(Math.sqrt(spread) - peer.deviation)).toBeLessThan(
          0.02 * peer.deviation + 1e-5,
        );
      }
    },
  );
});
