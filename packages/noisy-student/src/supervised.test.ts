import { testMethod } from "@repo/method-contract";
import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import { classifier, flat, L, N } from "../fixtures/student-batch.ts";
import { supervised } from "./supervised.ts";

const batch = () => {
  const { labeledImages: images, labels } = flat();
  return { images, labels };
};

testMethod(() => supervised({ network: classifier() }), { batch });

test.for([undefined, 0, 0.4])("the loss is smoothed cross-entropy, by hand: %s", (s) => {
  const network = classifier();
  const { images, labels } = batch();
  const logits = network.clone().apply(images, "train").arraySync();
  const method = supervised({ network, ...(s !== undefined && { labelSmoothing: s }) });
  const { loss, measures } = method.objective(method.forward(batch()), method.targets(batch()));
  const classes = labels.arraySync();
  const losses = logits.map((z, i) => {
    const sum = z.reduce((total, value) => total + Math.exp(value), 0);
    const share = (l: number) => (l === classes[i] ? 1 - (s ?? 0.1) : 0) + (s ?? 0.1) / L;
    return z.reduce((total, value, l) => total - share(l) * Math.log(Math.exp(value) / sum), 0);
  });
  expect(loss).toBeAllclose(losses.reduce((a, b) => a + b) / N, 1e-5);
  const right = logits.filter((z, i) => z.indexOf(Math.max(...z)) === classes[i]).length;
  expect(measures.accuracy as tf.Scalar).toBeAllclose(right / N);
});

test("the network gets the seeds of its images", () => {
  const seen: unknown[] = [];
  const network = classifier();
  const watched: typeof network = {
    ...network,
    apply: (images, mode, seeds) => {
      seen.push(seeds);
      return network.apply(images, mode);
    },
  };
  const method = supervised({ network: watched });
  const seeds = tf.tensor2d([[7], [8], [9], [10]], [N, 1], "int32");
  method.forward({ ...batch(), seeds } as ReturnType<typeof batch>);
  method.forward(batch());
  expect(seen).toEqual([Int32Array.of(7, 8, 9, 10), undefined]);
});

test("names what is wrong", () => {
  expect(() => supervised({ network: classifier(), labelSmoothing: 1 })).toThrow(
    "supervised: labelSmoothing must be in [0, 1); got 1.",
  );
  const method = supervised({ network: classifier() });
  const wrong = { ...batch(), labels: tf.tensor1d([0, 1, 2, 3], "int32") };
  expect(() =>
    method.objective(method.forward(wrong), method.targets(wrong)),
  ).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: supervised: labels must be in [0, 3), the classes of the network; got 3.]`,
  );
  const seeds = tf.zeros([N, 2], "int32");
  expect(() =>
    method.forward({ ...batch(), seeds } as ReturnType<typeof batch>),
  ).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: supervised: seeds must have shape [4, 1], a number for each image; got [4, 2]: withRowSeeds with perRow: 1.]`,
  );
});
