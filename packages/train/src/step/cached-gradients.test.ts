import * as tf from "@tensorflow/tfjs";
import {
  batchNorm,
  constant,
  defineNetwork,
  type Gradients,
  type Method,
  normal,
  prefixed,
  type Tensors,
} from "@unlabeled/core";
import { expect, test } from "vitest";
import { cachedGradients } from "./cached-gradients.ts";
import { objectiveAndGradients, type StepGradients } from "./objective-and-gradients.ts";

type Pair = { readonly view0: tf.Tensor2D; readonly view1: tf.Tensor2D };
const [N, INPUTS] = [24, 6];

function pair(rows = N): Pair {
  const shape: [number, number] = [rows, INPUTS];
  const [view0, view1] = [1, 2].map((seed) => tf.randomNormal(shape, 0, 1, "float32", seed));
  return { view0: view0 as tf.Tensor2D, view1: view1 as tf.Tensor2D };
}

/** Each row of a view is told from all rows of a fixed target's other view; with or without batch norm. */
function contrastive({ norm = false, probe = (x: tf.Tensor2D) => x } = {}) {
  const network = defineNetwork(
    (variables) => {
      const first = variables.kernel("first", [INPUTS, 64], normal(0.5));
      const second = variables.kernel("second", [64, 4], normal(0.5));
      const statistics = {
        scale: variables.scale("norm/scale", [64]),
        offset: variables.bias("norm/offset", [64]),
        mean: variables.statistic("norm/mean", [64], constant(0)),
        variance: variables.statistic("norm/variance", [64], constant(1)),
      };
      return {
        apply: (x: tf.Tensor2D) =>
          tf.tidy(() => {
            const hidden = probe(tf.matMul<tf.Tensor2D>(x, first));
            const y = norm ? batchNorm(hidden, statistics, "train") : tf.tanh(hidden);
            return tf.matMul<tf.Tensor2D>(y, second);
          }),
      };
    },
    { seed: 0 },
  );
  const target = network.clone();
  const used = norm ? network.parameters : network.parameters.filter((p) => p.kind === "kernel");
  const method: Method<Pair, Record<"z" | "unused", tf.Tensor2D>, Record<"k", tf.Tensor2D>> = {
    name: "contrastive",
    trained: prefixed("backbone", used),
    state: [
      ...prefixed("backbone", network.statistics),
      ...prefixed("target", target.parameters),
      ...prefixed("target", target.statistics),
    ],
    targets: ({ view1 }) => ({ k: target.apply(view1) }),
    forward: ({ view0 }) => {
      const z = network.apply(view0);
      return { z, unused: tf.square(z) };
    },
    objective: ({ z, unused }, { k }) =>
      tf.tidy(() => {
        const logits = tf.matMul(z, k, false, true); // [N, N]
        const positive = tf.sum(tf.mul(z, k), 1);
        const loss = tf.sub<tf.Scalar>(tf.mean(tf.logSumExp(logits, 1)), tf.mean(positive));
        return { loss, measures: { largest: tf.max<tf.Scalar>(unused) } };
      }),
    afterUpdate: () => {},
  };
  return method;
}

type Contrastive = ReturnType<typeof contrastive>;

/** The definition: chunks forward, all within one gradient. */
function chunksWithinOneGradient(method: Contrastive, chunk: number): Contrastive {
  const split = (batch: Pair) => {
    const [a, b] = [batch.view0, batch.view1].map((view) => tf.split(view, N / chunk));
    return (a as tf.Tensor2D[]).map((view0, i) => ({ view0, view1: b?.[i] as tf.Tensor2D }));
  };
  const rows = <T extends Tensors>(parts: T[], name: keyof T & string) =>
    tf.concat(parts.map((part) => part[name] as tf.Tensor)) as tf.Tensor2D;
  return {
    ...method,
    targets: (batch) => ({ k: rows(split(batch).map(method.targets), "k") }),
    forward: (batch) => {
      const parts = split(batch).map(method.forward);
      return { z: rows(parts, "z"), unused: rows(parts, "unused") };
    },
  };
}

function found(made: StepGradients<Tensors, Tensors>) {
  const values = (tensors: Tensors | Gradients) =>
    Object.fromEntries(Object.entries(tensors).map(([name, x]) => [name, [...x.dataSync()]]));
  return {
    loss: made.loss.arraySync(),
    ...{ measures: values(made.measures), gradients: values(made.gradients) },
    ...{ outputs: values(made.outputs), targets: values(made.targets) },
  };
}

test.for([
  [false, 12],
  [false, 2],
  [true, 12],
  [true, 8],
] as const)(
  "is the gradient of all chunks' rows at once (batch norm: %s, chunk %d)",
  ([norm, chunk]) => {
    const batch = pair();
    const [ours, definition] = [contrastive({ norm }), contrastive({ norm })];
    const [cached, whole] = tf.tidy(() => [
      found(cachedGradients(ours, batch, chunk)),
      found(objectiveAndGradients(chunksWithinOneGradient(definition, chunk), batch)),
    ]);
    expect(cached.loss).toBeCloseTo(whole?.loss as number, 6);
    for (const part of ["measures", "gradients", "outputs", "targets"] as const) {
      for (const [name, values] of Object.entries(whole?.[part] ?? {})) {
        expect(tf.tensor1d(cached[part][name] ?? [])).toBeAllclose(tf.tensor1d(values), 1e-5);
      }
    }
    const statistics = ({ state }: Contrastive) =>
      state.map(({ name, variable }) => [name, ...variable.dataSync()]);
    expect(statistics(ours)).toEqual(statistics(definition)); // moved once a chunk, not twice
  },
);

test("is that of the whole batch where no layer mixes rows", () => {
  const batch = pair();
  const [cached, whole] = tf.tidy(() => [
    found(cachedGradients(contrastive(), batch, 4)),
    found(objectiveAndGradients(contrastive(), batch)),
  ]);
  for (const [name, values] of Object.entries(whole?.gradients ?? {})) {
    expect(tf.tensor1d(cached.gradients[name] ?? [])).toBeAllclose(tf.tensor1d(values), 1e-5);
  }
});

test("holds what one chunk's gradient needs, not what the batch's does", () => {
  const held = (chunk?: number) => {
    const batch = pair(960);
    const before = tf.memory().numBytes;
    let most = 0;
    const probe = tf.customGrad((x) => ({
      value: tf.clone(x as tf.Tensor),
      gradFunc: (dy: tf.Tensor) => {
        most = Math.max(most, tf.memory().numBytes - before);
        return tf.clone(dy);
      },
    }));
    const method = contrastive({ norm: true, probe: (x) => probe(x) as tf.Tensor2D });
    const constants = tf.memory().numBytes - before;
    tf.tidy(() => {
      const made = chunk
        ? cachedGradients(method, batch, chunk)
        : objectiveAndGradients(method, batch);
      tf.dispose([made.measures, made.outputs]);
    });
    return most - constants;
  };
  expect(held(8)).toBeLessThan(held() / 2);
});

test("a batch whose tensors differ in their rows is refused, not cut", () => {
  const batch = { view0: pair(N).view0, view1: pair(2 * N).view1 };
  expect(() => cachedGradients(contrastive(), batch, 4)).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: train: with chunk, all tensors of a batch must have the same number of rows; got view0 24, view1 48.]`,
  );
});

test("leaves nothing behind, also where it throws", () => {
  const batch = pair();
  const method = contrastive({ norm: true });
  const failing = { ...method, trained: [...method.trained] };
  failing.objective = () => ({ loss: tf.scalar(1), measures: { largest: tf.scalar(0) } });
  const before = tf.memory().numTensors;
  const leave = (of: Contrastive) =>
    tf.tidy(() => {
      const made = cachedGradients(of, batch, 4);
      tf.dispose([made.measures, made.outputs]);
    });
  leave(method);
  expect(tf.memory().numTensors).toBe(before);
  expect(() => leave(failing)).toThrow("Cannot find a connection");
  expect(tf.memory().numTensors).toBe(before);
  const variable = tf.tidy(() => tf.variable(tf.scalar(1)));
  const idle = { name: "idle", kind: "bias" as const, variable };
  const partly = { ...method, trained: [...method.trained, idle] };
  expect(() => leave(partly)).toThrow(
    "train: the loss of contrastive must depend on all that it trains; got no gradient for idle.",
  );
  variable.dispose();
  expect(tf.memory().numTensors).toBe(before);
});
