import { expect, test } from "vitest";
import {
  distance,
  fixtureOf,
  images,
  trainingDistances,
  withFixedWeights,
} from "../../fixtures/torchvision.ts";
import { resnet18, resnet34, resnet50 } from "./depths.ts";

// Frozen by ../../fixtures/make.py: what torchvision computes in float64 with the same weights.
const fixture = fixtureOf("torchvision.safetensors");

const cases = [
  ["resnet18", resnet18, "imagenet", 48],
  ["resnet34", resnet34, "imagenet", 48],
  ["resnet50", resnet50, "imagenet", 48],
  ["resnet50-small", resnet50, "small", 16],
] as const;

// Relative distance allowed: PyTorch's own float32 differs from its float64 by 1.7e-5 and 4.9e-4 here.
const withGradients = [
  [...cases[0], 1e-4],
  [...cases[3], 5e-4],
] as const;

test.for(cases)(
  "%s computes what torchvision's does, in both modes",
  ([label, make, stem, size]) => {
    const network = withFixedWeights(make({ stem, width: 2, seed: 0 }));
    for (const mode of ["evaluate", "train"] as const) {
      const expected = fixture(`${label}/${mode}`);
      const features = network.apply(images(size), mode);
      // The normalizations of a batch of few values amplify float32's rounding.
      expect(distance(features, expected), mode).toBeLessThan(mode === "train" ? 1e-4 : 1e-5);
    }
  },
);

test.for(withGradients)(
  "%s has torchvision's gradients and statistics",
  ([label, make, stem, size, tolerance]) => {
    const network = withFixedWeights(make({ stem, width: 2, seed: 0 }));
    const given = { fixture, label };
    const { gradients, statistics } = trainingDistances(network, images(size), given);
    for (const [name, apart] of gradients) expect(apart, name).toBeLessThan(tolerance);
    for (const [name, apart] of statistics) expect(apart, name).toBeLessThan(1e-5);
  },
);
