import { tinyBackbone } from "@repo/method-contract";
import * as tf from "@tensorflow/tfjs";
import {
  dropout,
  lossAndGradients,
  mlp,
  type Network,
  type RowSeeds,
  stacked,
} from "@unlabeled/core";
import { expect, test } from "vitest";
import { flat, grouped, L, N, R } from "../fixtures/student-batch.ts";
import { noisyStudent } from "./noisy-student.ts";

/** A classifier with dropout before its head. */
function noised(): Network<tf.Tensor4D, tf.Tensor2D> {
  const dropped: Network<tf.Tensor2D, tf.Tensor2D> = {
    parameters: [],
    statistics: [],
    apply: (x, mode, seeds) =>
      mode === "train" ? dropout(x, { rate: 0.5, seeds, layer: "dropout" }) : tf.clone(x),
    clone: () => dropped,
  };
  const classifier = mlp({ inputs: 4, outputs: L, seed: 10 });
  return stacked({ backbone: tinyBackbone(0), dropout: dropped, classifier });
}

const seeds = () =>
  tf.tensor2d(
    Array.from({ length: N * (R + 1) }, (_, i) => 100 + i),
    [N, R + 1],
    "int32",
  );

test("each image has its own seed: the labelled one of a row the first, those of its group the others", () => {
  const seen: (RowSeeds | undefined)[] = [];
  const student = noised();
  const watched: typeof student = {
    ...student,
    apply: (images, mode, rows) => {
      seen.push(rows);
      return student.apply(images, mode, rows);
    },
  };
  const method = noisyStudent({ student: watched, unlabeledRatio: R });
  for (const batch of [flat(), grouped()]) method.forward({ ...batch, seeds: seeds() } as never);
  const labeled = [100, 104, 108, 112];
  const others = [101, 102, 103, 105, 106, 107, 109, 110, 111, 113, 114, 115];
  expect(seen).toEqual([
    Int32Array.from([...labeled, ...others]),
    Int32Array.from([...labeled, ...others]),
  ]);
});

test("in parts of the batch, each image has the noise that it has in the whole", () => {
  const student = noised();
  const whole: Record<string, tf.Tensor> = { ...grouped(), seeds: seeds() };
  const part = (from: number, size: number) =>
    Object.fromEntries(
      Object.entries(whole).map(([name, x]) => {
        const begin = [from, ...x.shape.slice(1).map(() => 0)];
        return [name, tf.slice(x, begin, [size, ...x.shape.slice(1)])];
      }),
    );
  // without batch statistics: in evaluation mode but with noise
  const still: typeof student = {
    ...student,
    apply: (images, _, rows) =>
      tf.tidy(() => {
        const features = (student as ReturnType<typeof stacked>).backbone.apply(images, "evaluate");
        return dropout(features, { rate: 0.5, seeds: rows, layer: "dropout" });
      }),
  };
  const { forward } = noisyStudent({ student: still, unlabeledRatio: R });
  const all = forward(whole as never);
  const parts = [forward(part(0, 2) as never), forward(part(2, 2) as never)];
  for (const name of ["logits", "labeledLogits"] as const) {
    expect(tf.concat(parts.map((rows) => rows[name] as tf.Tensor2D))).toBeAllclose(
      all[name] as tf.Tensor2D,
    );
  }
});

test("noise changes the gradient, and the same seeds give the same one", () => {
  const gradientOf = (seedsOf: tf.Tensor2D) => {
    const method = noisyStudent({ student: noised(), unlabeledRatio: R });
    const batch = { ...grouped(), seeds: seedsOf };
    const targets = method.targets(batch);
    const { gradients } = lossAndGradients(
      () => method.objective(method.forward(batch), targets).loss,
      method.trained,
    );
    return Object.values(gradients).map((gradient) => gradient.arraySync());
  };
  const first = gradientOf(seeds());
  expect(gradientOf(seeds())).toEqual(first);
  expect(gradientOf(tf.add(seeds(), 1000))).not.toEqual(first);
});

test("names seeds that are missing or not of the batch", () => {
  const method = noisyStudent({ student: noised(), unlabeledRatio: R });
  expect(() => method.forward(grouped())).toThrow("dropout: seeds must have one number");
  const wrong = { ...grouped(), seeds: tf.zeros([N, 1], "int32") };
  expect(() => method.forward(wrong as never)).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: noisyStudent: seeds must have shape [4, 4], a number for each image; got [4, 1]: withRowSeeds with perRow: 4.]`,
  );
});
