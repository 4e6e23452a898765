import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import type { NamedVariable } from "../networks/network.ts";
import { convBatchNorm } from "../ops/conv-batch-norm.ts";
import { differentiable } from "../ops/differentiable.ts";
import { softmaxCrossEntropy } from "../ops/softmax-cross-entropy.ts";
import { lossAndGradients } from "./loss-and-gradients.ts";

const random = (shape: number[], seed: number): tf.Tensor =>
  tf.randomNormal(shape, 0, 1, "float32", seed);

const named = (name: string, shape: number[]): NamedVariable => ({
  name,
  variable: tf.variable(random(shape, 1 + name.length + shape.length)),
});

const variablesOf = (parts: readonly NamedVariable[]) => parts.map(({ variable }) => variable);

/** Convolution and batch normalization from C to D channels. */
function unit(name: string, C: number, D: number) {
  const parameters = [
    named(`${name}/kernel`, [3, 3, C, D]),
    named(`${name}/scale`, [D]),
    named(`${name}/offset`, [D]),
  ] as const;
  const [kernel, scale, offset] = parameters.map(({ variable }) => variable);
  const mean = tf.variable(tf.zeros([D]), false);
  const variance = tf.variable(tf.ones([D]), false);
  const variables = { kernel, scale, offset, mean, variance } as Parameters<
    typeof convBatchNorm
  >[1];
  return { parameters, variables };
}

/** Residual blocks of one width, then a classifier; `inner` comes before the first, as the identity if left out. */
function residualNetwork(width: number, blocks: number, inner = (x: tf.Tensor4D) => x) {
  const stem = unit("stem", 3, width);
  const pairs = Array.from({ length: blocks }, (_, i) =>
    [1, 2].map((layer) => unit(`block${i}/${layer}`, width, width)),
  );
  const head = named("head", [width, 5]);
  const images = random([4, 8, 8, 3], 1) as tf.Tensor4D;
  const labels = tf.oneHot(tf.tensor1d([0, 1, 2, 3], "int32"), 5) as tf.Tensor2D;
  const options = { padding: 1, activation: "relu" } as const;
  const loss = () => {
    let x = inner(convBatchNorm(images, stem.variables, "train", options));
    for (const [first, second] of pairs as [typeof stem, typeof stem][]) {
      const maps = convBatchNorm(x, first.variables, "train", options);
      x = convBatchNorm(maps, second.variables, "train", { ...options, residual: x });
    }
    const features = tf.mean(x, [1, 2]);
    return softmaxCrossEntropy(tf.matMul(features, head.variable), labels);
  };
  const units = [stem, ...pairs.flat()];
  return { loss, parameters: [...units.flatMap(({ parameters }) => parameters), head] };
}

/** dy, as it is, to both of its inputs. */
const sum = tf.customGrad((a, b) => ({
  value: tf.add(a as tf.Tensor, b as tf.Tensor),
  gradFunc: (dy: tf.Tensor) => [dy, dy],
}));

/** Its gradient is a tensor that was saved, as it is. */
const halfSquare = tf.customGrad((x, save) => {
  (save as tf.GradSaveFunc)([x as tf.Tensor]);
  return {
    value: tf.div(tf.square(x as tf.Tensor), 2),
    gradFunc: (_dy: tf.Tensor, saved: tf.Tensor[]) => saved[0] as tf.Tensor,
  };
});

const w = () => named("w", [4, 3]);
const cases: Record<string, () => { loss: () => tf.Tensor; parameters: NamedVariable[] }> = {
  "a residual network": () => residualNetwork(4, 2),
  "tensors used twice": () => {
    const a = w();
    const loss = () => {
      const x = tf.sigmoid(a.variable);
      const y = tf.mul(x, x);
      return tf.sum(tf.mul(tf.add(tf.mul(y, x), y), tf.add(a.variable, y)));
    };
    return { loss, parameters: [a] };
  },
  "gather, slices, concatenation": () => {
    const a = w();
    const loss = () => {
      const rows = tf.gather(tf.square(a.variable), tf.tensor1d([2, 0, 2], "int32"));
      const [left, right] = [tf.slice(rows, [0, 0], [3, 2]), tf.slice(rows, [0, 1], [3, 2])];
      return tf.sum(tf.exp(tf.concat([left, right, left], 1)));
    };
    return { loss, parameters: [a] };
  },
  "several outputs, of which one is used": () => {
    const a = w();
    const loss = () => {
      const [first, , third] = tf.unstack(tf.square(a.variable)) as [
        tf.Tensor,
        tf.Tensor,
        tf.Tensor,
      ];
      const [left] = tf.split(tf.exp(a.variable), [1, 2], 1) as [tf.Tensor, tf.Tensor];
      return tf.add(tf.sum(tf.mul(first, third)), tf.sum(left));
    };
    return { loss, parameters: [a] };
  },
  "gradients that are dy itself, or a saved tensor": () => {
    const [a, b] = [w(), named("other", [4, 3])];
    const loss = () => {
      const x = tf.exp(a.variable);
      return tf.sum(sum(halfSquare(sum(x, tf.sin(b.variable))), tf.tanh(x)));
    };
    return { loss, parameters: [a, b] };
  },
  "an operation that returns its input": () => {
    const a = w();
    const asIs = tf.customGrad((x) => ({
      value: x as tf.Tensor,
      gradFunc: (dy: tf.Tensor) => tf.mul(dy, 2),
    }));
    const loss = () => tf.sum(tf.square(asIs(tf.exp(a.variable))));
    return { loss, parameters: [a] };
  },
  "a gradient within the loss": () => {
    const a = w();
    const penalty = tf.grad((x) => tf.sum(tf.mul(tf.square(x), tf.sigmoid(x))));
    const loss = () => tf.sum(tf.square(penalty(tf.square(a.variable))));
    return { loss, parameters: [a] };
  },
};

test.for(Object.keys(cases))("equals tf.variableGrads bit for bit: %s", (name) => {
  const { loss, parameters } = (cases[name] as () => ReturnType<typeof residualNetwork>)();
  const expected = tf.variableGrads(loss, variablesOf(parameters));
  const before = tf.memory().numTensors;
  const ours = lossAndGradients(loss, parameters);
  expect(tf.memory().numTensors).toBe(before + 1 + parameters.length);
  expect(ours.loss.dataSync()).toEqual(expected.value.dataSync());
  expect(Object.keys(ours.gradients)).toEqual(parameters.map(({ name }) => name));
  for (const { name, variable } of parameters) {
    expect(ours.gradients[name]?.dataSync()).toEqual(expected.grads[variable.name]?.dataSync());
  }
});

test("frees activations and gradients on the way back", () => {
  const map = 4 * 4 * 8 * 8 * 4; // bytes of one, float32
  /** Maps that are held as the gradient arrives at the stem. */
  const mapsHeld = (
    take: (f: () => tf.Scalar, parameters: NamedVariable[]) => tf.TensorContainer,
  ) => {
    let held = 0;
    let before = 0;
    const probe = tf.customGrad((x) => ({
      value: tf.clone(x as tf.Tensor),
      gradFunc: (dy: tf.Tensor) => {
        held = Math.floor((tf.memory().numBytes - before) / map);
        return tf.clone(dy);
      },
    }));
    const { loss, parameters } = residualNetwork(4, 6, (x) => probe(x) as tf.Tensor4D);
    before = tf.memory().numBytes;
    tf.dispose(take(loss, parameters));
    return held;
  };
  const plain = (f: () => tf.Scalar, parameters: NamedVariable[]) =>
    tf.variableGrads(f, variablesOf(parameters)).grads;
  expect(mapsHeld(plain)).toBeGreaterThan(200);
  // what the stem has saved: images, input and output of the normalization; the gradient; less than two maps of
  // gradients of the parameters
  expect(mapsHeld((f, parameters) => lossAndGradients(f, parameters).gradients)).toBeLessThan(6);
});

test("asks for no gradient that nobody needs", () => {
  const a = w();
  const factor = random([4, 3], 3);
  const scaled = () =>
    differentiable(
      { x: a.variable, factor },
      () => [tf.mul(a.variable, factor)],
      ([dy]) => ({
        x: () => tf.mul(dy as tf.Tensor, factor),
        factor: () => expect.unreachable("the gradient of a constant"),
      }),
    );
  const { gradients } = lossAndGradients(() => tf.sum(scaled()[0] as tf.Tensor), [a]);
  expect(gradients.w?.dataSync()).toEqual(factor.dataSync());
});

test("leaves nothing but its results, in a tidy nothing at all", () => {
  const { loss, parameters } = residualNetwork(2, 1);
  const before = tf.memory().numTensors;
  const read = tf.tidy(() => lossAndGradients(loss, parameters).loss.dataSync()[0]);
  expect(read).toBeGreaterThan(0);
  expect(tf.memory().numTensors).toBe(before);
  const { loss: value, gradients } = lossAndGradients(loss, parameters);
  tf.dispose([value, gradients]);
  expect(tf.memory().numTensors).toBe(before);
});

test("has no gradient of what the loss does not depend on", () => {
  const [used, idle] = [w(), named("idle", [2])];
  const { gradients } = lossAndGradients(() => tf.sum(used.variable), [used, idle]);
  expect(Object.keys(gradients)).toEqual(["w"]);
  expect(() => lossAndGradients(() => tf.scalar(1), [idle])).toThrow(/Cannot find a connection/);
});

test("leaves what was kept", () => {
  const a = w();
  const kept: tf.Tensor[] = [];
  const keeping = tf.customGrad((x) => ({
    value: tf.clone(x as tf.Tensor),
    gradFunc: (dy: tf.Tensor) => {
      const dx = tf.keep(tf.mul(dy, 3));
      kept.push(tf.keep(dy), dx);
      return dx;
    },
  }));
  const f = () => {
    kept.push(tf.keep(tf.square(a.variable)));
    return tf.sum(keeping(tf.mul(a.variable, 2))) as tf.Scalar;
  };
  const before = tf.memory().numTensors;
  const { loss, gradients } = lossAndGradients(f, [a]);
  tf.dispose([loss, gradients]);
  expect(tf.memory().numTensors).toBe(before + 3);
  expect(kept.map((tensor) => tf.mean(tensor).arraySync())).toEqual([
    tf.mean(tf.square(a.variable)).arraySync(),
    1,
    3,
  ]);
});

test("leaves no tensor behind a loss or a gradient that throws, and works again", () => {
  const { loss, parameters } = residualNetwork(2, 1);
  const failing = tf.customGrad((x) => ({
    value: tf.clone(x as tf.Tensor),
    gradFunc: (): tf.Tensor => {
      throw new Error("no gradient today");
    },
  }));
  const before = tf.memory().numTensors;
  const inLoss = () => {
    throw new Error(`no loss after ${loss().shape}`);
  };
  expect(() => lossAndGradients(inLoss, parameters)).toThrow("no loss after");
  expect(tf.memory().numTensors).toBe(before);
  const inGradient = () => failing(loss()) as tf.Scalar;
  expect(() => lossAndGradients(inGradient, parameters)).toThrow("no gradient today");
  expect(tf.memory().numTensors).toBe(before);
  const head = parameters.at(-1)?.variable as tf.Tensor;
  const withoutGradient = () => tf.sum(tf.einsum("ij->i", tf.square(head))) as tf.Scalar;
  expect(() => lossAndGradients(withoutGradient, parameters)).toThrow(
    /function not found for Eins/,
  );
  expect(tf.memory().numTensors).toBe(before);
  const shapes = () => loss().as1D() as tf.Tensor as tf.Scalar;
  expect(() => lossAndGradients(shapes, parameters)).toThrow(/must return a scalar/);
  expect(tf.memory().numTensors).toBe(before);
  expect(lossAndGradients(loss, parameters).loss.arraySync()).toBeGreaterThan(0);
});

test("can be differentiated itself", () => {
  const a = w();
  const through = (take: (f: () => tf.Scalar) => tf.Tensor) =>
    tf.grad((x) => {
      const f = () => tf.sum(tf.mul(tf.square(a.variable), tf.sigmoid(tf.exp(x)))) as tf.Scalar;
      return tf.sum(tf.square(take(f)));
    })(random([4, 3], 7));
  const expected = through(
    (f) => tf.variableGrads(f, [a.variable]).grads[a.variable.name] as tf.Tensor,
  );
  const ours = through((f) => lossAndGradients(f, [a]).gradients.w as tf.Tensor);
  expect(ours.dataSync()).toEqual(expected.dataSync());
});
