import { type Picture, type RandomStream, randomStream } from "@unlabeled/core";
import { describe, expect, test } from "vitest";
import { decoded, FILL, PICTURES } from "../../fixtures/bytes.ts";
import { detection } from "../../fixtures/policies.ts";
import { applyPolicy } from "./apply-policy.ts";
import { autoAugment } from "./auto-augment.ts";
import { detectionAutoAugment, detectionRandAugment } from "./detection-policies.ts";
import { drawPolicy } from "./draw-policy.ts";
import type { Policy, PolicyStep } from "./policy.ts";
import { NOISY_STUDENT_MAGNITUDES, randAugment } from "./rand-augment.ts";

const wide = PICTURES.wide as Picture;
const stream = (seed: number): RandomStream => randomStream({ seed, purpose: "test" });

/** Amounts of Noisy Student's table by operation. */
function tableOf(policy: Policy): Record<string, readonly number[] | undefined> {
  return Object.fromEntries(policy.choices.map(([step]) => [step?.operation, step?.amounts]));
}

describe("Noisy Student's RandAugment", () => {
  test("has 16 operations, each certain", () => {
    const { choices, picks, fill, definition } = randAugment();
    expect([picks, fill, definition, choices.length]).toEqual([2, 128, "tensorflow", 16]);
    for (const steps of choices) {
      expect(steps).toHaveLength(1);
      expect(steps[0]?.probability).toBeUndefined();
    }
  });

  test("has at M = 5 the amounts worked out by hand", () => {
    expect(tableOf(randAugment({ magnitude: 5 }))).toEqual({
      autoContrast: undefined,
      equalize: undefined,
      invert: undefined,
      rotate: [15, -15],
      posterize: [2],
      solarize: [128],
      colour: [1],
      contrast: [1],
      brightness: [1],
      sharpness: [1],
      shearX: [0.15, -0.15],
      shearY: [0.15, -0.15],
      translateX: [50, -50],
      translateY: [50, -50],
      solarizeAdd: [55],
      cutout: [20],
    });
  });

  test("has at M = 27 what is out of range: no posterize, no solarize", () => {
    const table = tableOf(randAugment({ magnitude: NOISY_STUDENT_MAGNITUDES.b7 }));
    expect(table).toMatchObject({
      posterize: [8],
      solarize: [691],
      solarizeAdd: [297],
      cutout: [108],
    });
    expect(table.rotate?.[0]).toBeCloseTo(81, 10);
    expect(table.colour?.[0]).toBeCloseTo(4.96, 10);
    expect(table.translateX?.[0]).toBeCloseTo(270, 10);
  });

  test.for(detection.chains)("$names at M = $magnitude make the code's bytes", (chain) => {
    const table = randAugment({ magnitude: chain.magnitude, translate: 4 });
    const policy = { ...table, fill: FILL };
    const drawn = chain.names.map((name) => {
      const step = policy.choices.flat().find((one) => one.operation === name) as PolicyStep;
      const [first = 0, second = first] = step.amounts ?? [];
      // The fixture has the negative ones of these two.
      return {
        operation: step.operation,
        amount: ["shearX", "translateX"].includes(name) ? second : first,
      };
    });
    expect([...applyPolicy(wide, { policy, drawn }).pixels]).toEqual([...decoded(chain.expected)]);
  });

  test("draws every operation equally often, both signs, and cutouts anywhere", () => {
    const policy = randAugment({ magnitude: 10 });
    const random = stream(1);
    const counts = new Map<string, number>();
    const centres: (readonly [number, number])[] = [];
    for (let i = 0; i < 20000; i++) {
      const drawn = drawPolicy(policy, random);
      expect(drawn).toHaveLength(2);
      for (const { operation, amount, at } of drawn) {
        const signed = policy.choices.some(([step]) => step?.amounts?.includes(-amount));
        const name = signed && amount < 0 ? `-${operation}` : operation;
        counts.set(name, (counts.get(name) ?? 0) + 1);
        if (at) centres.push(at);
      }
    }
    expect(counts.size).toBe(21);
    for (const [name, count] of counts) {
      const halved = /rotate|shear|translate/.test(name);
      const expected = 40000 / 16 / (halved ? 2 : 1);
      expect(Math.abs(count - expected)).toBeLessThan(5 * Math.sqrt(expected));
    }
    for (const axis of [0, 1] as const) {
      const mean = centres.reduce((sum, centre) => sum + centre[axis], 0) / centres.length;
      expect(Math.abs(mean - 0.5)).toBeLessThan(5 * Math.sqrt(1 / 12 / centres.length));
    }
  });
});

describe("drawPolicy", () => {
  test("is a pure function of policy and stream, and policies are JSON", () => {
    for (const policy of [randAugment(), autoAugment("svhn"), detectionAutoAugment("v2")]) {
      const copy = JSON.parse(JSON.stringify(policy)) as Policy;
      expect(copy).toEqual(policy);
      for (let seed = 0; seed < 20; seed++) {
        const drawn = drawPolicy(policy, stream(seed), { boxCount: 3 });
        expect(drawPolicy(copy, stream(seed), { boxCount: 3 })).toEqual(drawn);
        expect(JSON.parse(JSON.stringify(drawn))).toEqual(drawn);
      }
    }
  });

  test("keeps to probabilities; in boxes it is a third, for each box by itself", () => {
    const step = { operation: "shearX", amounts: [0.1, -0.1] } as const;
    const policy: Policy = {
      ...randAugment(),
      picks: 1,
      choices: [
        [
          { ...step, probability: 0.6 },
          { ...step, probability: 0.6, within: "boxes" },
          {
            operation: "cutout",
            amounts: [0.5],
            shareOf: "box",
            probability: 0.6,
            within: "oneBox",
          },
        ],
      ],
    };
    const random = stream(2);
    const counts = { whole: 0, boxes: 0, one: 0, orders: 0 };
    const draws = 20000;
    for (let i = 0; i < draws; i++) {
      const drawn = drawPolicy(policy, random, { boxCount: 2 });
      const inBoxes = drawn.filter(
        ({ operation, box }) => operation === "shearX" && box !== undefined,
      );
      expect(new Set(inBoxes.map(({ amount }) => amount)).size).toBeLessThanOrEqual(1);
      counts.whole += drawn.some(({ box }) => box === undefined) ? 1 : 0;
      counts.boxes += inBoxes.length;
      counts.one += drawn.filter(({ operation }) => operation === "cutout").length;
      counts.orders += inBoxes.length === 2 && inBoxes[0]?.box === 1 ? 1 : 0;
    }
    const near = (count: number, mean: number) =>
      expect(Math.abs(count / draws - mean)).toBeLessThan(5 * Math.sqrt(mean / draws));
    near(counts.whole, 0.6);
    near(counts.boxes, 0.4);
    near(counts.one, 0.6);
    near(counts.orders, 0.02); // both in boxes, 0.2 * 0.2, the second first
    expect(drawPolicy({ ...policy, choices: [policy.choices[0]?.slice(1) ?? []] }, random)).toEqual(
      [],
    );
  });
});

describe("detection's policies", () => {
  test("have the code's numbers of lists, and v0's amounts", () => {
    const counts = (["v0", "v1", "v2", "v3"] as const).map(
      (v) => detectionAutoAugment(v).choices.length,
    );
    expect(counts).toEqual([5, 20, 15, 15]);
    expect(detectionAutoAugment("v0").choices).toEqual([
      [
        { operation: "translateX", amounts: [100, -100], probability: 0.6 },
        { operation: "equalize", probability: 0.8 },
      ],
      [
        { operation: "translateY", amounts: [24, -24], probability: 0.2, within: "boxes" },
        { operation: "cutout", amounts: [80], probability: 0.8 },
      ],
      [
        { operation: "sharpness", amounts: [0.8 * 1.8 + 0.1], probability: 0 },
        { operation: "shearX", amounts: [0, 0], probability: 0.4 },
      ],
      [
        { operation: "shearY", amounts: [0.06, -0.06], probability: 1 },
        { operation: "translateY", amounts: [72, -72], probability: 0.6, within: "boxes" },
      ],
      [
        { operation: "rotate", amounts: [30, -30], probability: 0.6 },
        { operation: "colour", amounts: [0.6 * 1.8 + 0.1], probability: 1 },
      ],
    ]);
  });

  test("scale with the picture what is in pixels, and nothing else", () => {
    const half = tableOf(detectionRandAugment({ pixelScale: 0.5 }));
    const whole = tableOf(detectionRandAugment());
    expect(whole).toMatchObject({ translateX: [250, -250], cutout: [100], rotate: [30, -30] });
    const { translateX, translateY, cutout, ...rest } = whole;
    expect(half).toEqual({
      ...rest,
      translateX: [125, -125],
      translateY: [125, -125],
      cutout: [50],
    });
    expect(detectionRandAugment().picks).toBe(1);
    expect(detectionAutoAugment("v3").choices[1]?.[0]).toEqual({
      operation: "cutout",
      amounts: [0.75],
      shareOf: "box",
      probability: 0.2,
      within: "oneBox",
    });
  });
});

test("names what is wrong", () => {
  expect(() => randAugment({ layers: 0 })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: randAugment: layers must be an integer ≥ 1; got 0.]`,
  );
  expect(() => randAugment({ magnitude: -1 })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: randAugment: magnitude must be a number in [0, ∞); got -1.]`,
  );
  expect(() => randAugment({ bins: 31 })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: randAugment: bins must not be given with the definition "noisy-student".]`,
  );
  const torch = { definition: "torchvision" } as const;
  expect(() => randAugment({ ...torch, magnitude: 31 })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: randAugment: magnitude must be an integer in [0, 30]; got 31.]`,
  );
  expect(() => randAugment({ ...torch, cutout: 3 })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: randAugment: cutout must not be given with the definition "torchvision".]`,
  );
  expect(() => autoAugment("coco" as "svhn")).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: autoAugment: dataset must be one of "imagenet", "cifar10", "svhn"; got "coco".]`,
  );
  expect(() => detectionAutoAugment("v9" as "v0")).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: detectionAutoAugment: version must be one of "v0", "v1", "v2", "v3"; got "v9".]`,
  );
  expect(() => detectionRandAugment({ pixelScale: 0 })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: detectionRandAugment: pixelScale must be a number in (0, ∞); got 0.]`,
  );
  const drawn = [{ operation: "flip", amount: 0, box: 0 }] as const;
  expect(() =>
    applyPolicy(wide, { policy: randAugment(), drawn }),
  ).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: applyPolicy: drawn must have no operations in boxes; got flip in box 0. Boxes go with applyPolicyToScene.]`,
  );
});
