import type { Backbone } from "@unlabeled/core";
import { expect, test } from "vitest";
import {
  distance,
  fixtureOf,
  images,
  trainingDistances,
  withFixedWeights,
} from "../../fixtures/torchvision.ts";
import { IMAGENET_PIXELS } from "../pixel-statistics.ts";
import type { Architecture } from "./architecture.ts";
import { buildEfficientnet } from "./build-efficientnet.ts";

// Frozen by ../../fixtures/make_efficientnet.py: what torchvision computes in float64 with the same weights.
const fixture = fixtureOf("efficientnet.safetensors");

const narrow: Architecture = {
  stem: 8,
  stages: [
    { blocks: 1, kernel: 3, stride: 1, expansion: 1, outputs: 8 },
    { blocks: 2, kernel: 3, stride: 2, expansion: 3, outputs: 8 },
    { blocks: 2, kernel: 5, stride: 2, expansion: 2, outputs: 16 },
  ],
  head: 24,
};

const network = (stem: "imagenet" | "small"): Backbone =>
  withFixedWeights(
    buildEfficientnet(narrow, {
      stem,
      seed: 0,
      padding: "symmetric",
      normalize: IMAGENET_PIXELS,
      decay: 0.99,
      epsilon: 1e-3,
      stochasticDepth: 0,
      frozenStages: 0,
    }),
  );

test.for([
  ["imagenet", 20],
  ["small", 11],
] as const)("with stem %s it computes what torchvision's does, in both modes", ([stem, size]) => {
  for (const mode of ["evaluate", "train"] as const) {
    const features = network(stem).apply(images(size), mode);
    expect(distance(features, fixture(`${stem}/${mode}`)), mode).toBeLessThan(5e-6);
  }
});

test("it has torchvision's gradients and statistics", () => {
  // Offsets of `project` have no gradient: the next normalization takes away what they add.
  const given = { fixture, label: "imagenet", least: 1e-3 };
  const { gradients, statistics } = trainingDistances(network("imagenet"), images(20), given);
  for (const [name, apart] of gradients) expect(apart, name).toBeLessThan(1e-5);
  for (const [name, apart] of statistics) expect(apart, name).toBeLessThan(1e-6);
});
