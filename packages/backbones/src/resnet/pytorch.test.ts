import type { Backbone } from "@unlabeled/core";
import { expect, test } from "vitest";
import {
  distance,
  fixtureOf,
  images,
  trainingDistances,
  withFixedWeights,
} from "../../fixtures/torchvision.ts";
import { resnet } from "./resnet.ts";

// Frozen by ../../fixtures/make_selective_kernels.py: what PyTorch computes in float64 with the same weights.
const fixture = fixtureOf("selective-kernels.safetensors");

const network = (stem: "imagenet" | "small"): Backbone => {
  const shape = { blocks: [2, 1, 1], block: "bottleneck", width: 4 } as const;
  return withFixedWeights(resnet({ ...shape, stem, selectiveKernels: 0.0625, seed: 0 }));
};

// Maps of 18, 9, 5, 3 and of 10, 5, 3 pixels: even and odd sizes at each pooling.
test.for([
  ["imagenet", 36],
  ["small", 10],
] as const)(
  "a ResNet with selective kernels and stem %s computes what PyTorch's does, in both modes",
  ([stem, size]) => {
    for (const mode of ["evaluate", "train"] as const) {
      const features = network(stem).apply(images(size), mode);
      expect(distance(features, fixture(`${stem}/${mode}`)), mode).toBeLessThan(1e-5);
    }
  },
);

test("a ResNet with selective kernels has PyTorch's gradients and statistics", () => {
  const given = { fixture, label: "imagenet" };
  const { gradients, statistics } = trainingDistances(network("imagenet"), images(36), given);
  // PyTorch's own float32 differs from its float64 by 7e-5 here.
  for (const [name, apart] of gradients) expect(apart, name).toBeLessThan(3e-4);
  for (const [name, apart] of statistics) expect(apart, name).toBeLessThan(1e-5);
});
