import { readFileSync } from "node:fs";
import * as tf from "@tensorflow/tfjs";
import type { Backbone } from "@unlabeled/core";
import { expect, test } from "vitest";
import { resnet18, resnet34, resnet50 } from "./depths.ts";

// Frozen by ../../fixtures/make.py: what torchvision computes in float64 with the same weights.
const torchvision = readSafetensors(
  new URL("../../fixtures/torchvision.safetensors", import.meta.url),
);

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
      expect(features.shape).toEqual(expected.shape);
      // The normalizations of a batch of few values amplify float32's rounding.
      expect(distance(features, expected), mode).toBeLessThan(mode === "train" ? 1e-4 : 1e-5);
    }
  },
);

test.for(withGradients)(
  "%s has torchvision's gradients and statistics",
  ([label, make, stem, size, tolerance]) => {
    const network = withFixedWeights(make({ stem, width: 2, seed: 0 }));
    const x = images(size);
    const { grads } = tf.variableGrads(
      () => {
        const y = network.apply(x, "train");
        return tf.mean(tf.mul(y, tf.tensor(values("loss", y.size), y.shape)));
      },
      network.parameters.map(({ variable }) => variable),
    );
    for (const { name, variable } of network.parameters) {
      const gradient = grads[variable.name] as tf.Tensor;
      expect(distance(gradient, fixture(`${label}/gradient/${name}`)), name).toBeLessThan(
        tolerance,
      );
    }
    for (const { name, variable } of network.statistics) {
      expect(distance(variable, fixture(`${label}/statistics/${name}`)), name).toBeLessThan(1e-5);
    }
  },
);

/** |a − b| / |b|. */
function distance(a: tf.Tensor, b: tf.Tensor): number {
  expect(a.shape).toEqual(b.shape);
  return tf.div(tf.norm(tf.sub(a, b)), tf.norm(b)).dataSync()[0] as number;
}

function images(size: number): tf.Tensor4D {
  return tf.tensor4d(
    values("images", 4 * size * size * 3).map((u) => 0.5 + 0.5 * u),
    [4, size, size, 3],
  );
}

function withFixedWeights(network: Backbone): Backbone {
  for (const { name, variable } of [...network.parameters, ...network.statistics]) {
    const kind = name.split("/").at(-1) as keyof typeof INITIAL;
    const [kh = 1, kw = 1, , outputs = 1] = variable.shape;
    const initial = INITIAL[kind](Math.sqrt(6 / (kh * kw * outputs)));
    variable.assign(tf.tensor(values(name, variable.size).map(initial), variable.shape));
  }
  return network;
}

const INITIAL = {
  kernel: (bound: number) => (u: number) => bound * u,
  scale: () => (u: number) => 1 + 0.3 * u,
  offset: () => (u: number) => 0.2 * u,
  mean: () => (u: number) => 0.2 * u,
  variance: () => (u: number) => 1 + 0.5 * u,
};

/** Numbers in [-1, 1) that the name decides: FNV-1a of the name, then murmur3's finalizer of a counter. */
function values(name: string, count: number): number[] {
  let seed = 2166136261;
  for (const character of name) seed = Math.imul(seed ^ character.charCodeAt(0), 16777619);
  return Array.from({ length: count }, (_, i) => {
    let x = (seed + Math.imul(i, 0x9e3779b9)) | 0;
    x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
    x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
    return ((x ^ (x >>> 16)) >>> 0) / 2 ** 31 - 1;
  });
}

function fixture(name: string): tf.Tensor {
  const { values, shape } = torchvision.get(name) ?? { values: new Float32Array(), shape: [-1] };
  return tf.tensor(values, shape);
}

/** The file's layout: the header's length (8 bytes), the header (JSON), the values. */
function readSafetensors(file: URL): Map<string, { values: Float32Array; shape: number[] }> {
  const bytes = readFileSync(file);
  const start = 8 + bytes.readUInt32LE(0);
  const header: Record<string, { shape: number[]; data_offsets: [number, number] }> = JSON.parse(
    bytes.toString("utf8", 8, start),
  );
  return new Map(
    Object.entries(header).map(
      ([
        name,
        {
          shape,
          data_offsets: [from, to],
        },
      ]) => [
        name,
        {
          values: new Float32Array(
            bytes.buffer.slice(bytes.byteOffset + start + from, bytes.byteOffset + start + to),
          ),
          shape,
        },
      ],
    ),
  );
}
