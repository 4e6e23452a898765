import * as tf from "@tensorflow/tfjs";
import { describe, expect, test } from "vitest";

const variablesOf = (network) => [...network.parameters, ...network.statistics];
const valuesOf = (variables) =>
  Object.fromEntries(variables.map(({ name, variable }) => [name, [...variable.dataSync()]]));
const KINDS = ["kernel", "bias", "scale"];

/** A scalar in which every output counts, each with another weight. */
const weighted = (y) => tf.sum(tf.mul(y, tf.randomNormal(y.shape, 0, 1, "float32", 3)));

/**
 * What every network must satisfy. Call it at the top of a test file or inside a `describe`.
 *
 * @param make - A new network; equal seeds, equal networks.
 * @param options.input - A new input of at least three rows, the same at each call.
 * @param options.seeded - Whether the initial values depend on the seed. Default true.
 */
export function testNetwork(make, { input, seeded = true }) {
  describe("is a network", () => {
    test("that names each variable once, by a path", () => {
      const names = variablesOf(make(1)).map(({ name }) => name);
      expect(names).toEqual([...new Set(names)]);
      for (const name of names) expect(name).toMatch(/^[^/\s]+(\/[^/\s]+)*$/);
    });

    test("whose parameters have kinds and are trained, and whose statistics are not", () => {
      const { parameters, statistics } = make(1);
      expect(parameters.length).toBeGreaterThan(0);
      for (const { kind, variable } of parameters) {
        expect(KINDS).toContain(kind);
        expect(variable.trainable).toBe(true);
        expect(variable.dtype).toBe("float32");
        if (kind === "kernel") expect(variable.rank).toBeGreaterThan(1);
      }
      for (const { variable } of statistics) expect(variable.trainable).toBe(false);
    });

    test("that evaluates without changing, each row by itself", () => {
      const network = make(1);
      const x = input();
      network.apply(x, "train").dispose(); // statistics that are not the initial ones
      const before = valuesOf(variablesOf(network));
      const y = network.apply(x, "evaluate");
      expect(valuesOf(variablesOf(network))).toEqual(before);
      expect(network.apply(x, "evaluate")).toBeAllclose(y, 0);
      const last = network.apply(tf.slice(x, x.shape[0] - 1, 1), "evaluate");
      const scale = tf.max(tf.abs(y)).arraySync();
      expect(last).toBeAllclose(tf.slice(y, x.shape[0] - 1, 1), 1e-5 * (1 + scale));
    });

    test("that moves every statistic in training, and no parameter", () => {
      const network = make(1);
      const before = [valuesOf(network.parameters), valuesOf(network.statistics)];
      network.apply(input(), "train");
      expect(valuesOf(network.parameters)).toEqual(before[0]);
      for (const [name, values] of Object.entries(valuesOf(network.statistics))) {
        expect(values, name).not.toEqual(before[1][name]);
      }
    });

    test("whose clone is equal and then goes its own way", () => {
      const network = make(1);
      network.apply(input(), "train");
      const clone = network.clone();
      const [mine, its] = [variablesOf(network), variablesOf(clone)];
      expect(its.map(({ name, kind }) => [name, kind])).toEqual(
        mine.map(({ name, kind }) => [name, kind]),
      );
      expect(valuesOf(its)).toEqual(valuesOf(mine));
      const y = network.apply(input(), "evaluate");
      expect(clone.apply(input(), "evaluate")).toBeAllclose(y, 0);

      const before = valuesOf(mine);
      for (const { variable } of its) variable.assign(tf.add(variable, 1));
      clone.apply(input(), "train");
      expect(valuesOf(mine)).toEqual(before);
      expect(network.apply(input(), "evaluate")).toBeAllclose(y, 0);
      const after = valuesOf(its);
      for (const { variable } of mine) variable.assign(tf.zerosLike(variable));
      for (const { variable } of its) expect(variable.isDisposed).toBe(false);
      expect(valuesOf(its)).toEqual(after);
    });

    test.for(["train", "evaluate"])("with a finite gradient of every parameter: %s", (mode) => {
      const network = make(1);
      const x = input();
      const { grads } = tf.variableGrads(
        () => weighted(network.apply(x, mode)),
        network.parameters.map(({ variable }) => variable),
      );
      for (const { name, variable } of network.parameters) {
        const gradient = grads[variable.name];
        expect(gradient, name).toBeTruthy();
        expect(gradient.shape, name).toEqual(variable.shape);
        expect([...gradient.dataSync()].every(Number.isFinite), name).toBe(true);
      }
    });

    test.for(["train", "evaluate"])("that leaves one tensor: %s", (mode) => {
      const network = make(1);
      const x = input();
      const before = tf.memory().numTensors;
      network.apply(x, mode);
      expect(tf.memory().numTensors).toBe(before + 1);
    });

    test.runIf(seeded)("that a seed decides", () => {
      const values = [1, 1, 2].map((seed) => valuesOf(variablesOf(make(seed))));
      expect(values[1]).toEqual(values[0]);
      expect(values[2]).not.toEqual(values[0]);
    });
  });
}

/**
 * What every backbone must satisfy; includes {@link testNetwork}.
 *
 * @param options.stages - How many maps it has, finest first; 0: none, and `stages` throws. Default 4.
 */
export function testBackbone(make, { stages = 4, ...options }) {
  testNetwork(make, options);
  describe("is a backbone", () => {
    test("whose rows have as many features as it says, and whose clone says the same", () => {
      const backbone = make(1);
      const x = options.input();
      expect(backbone.apply(x, "evaluate").shape).toEqual([x.shape[0], backbone.featureCount]);
      expect(backbone.clone().featureCount).toBe(backbone.featureCount);
    });

    test("with maps from fine to coarse, or an error that says that it has none", () => {
      const backbone = make(1);
      const x = options.input();
      if (stages === 0) {
        expect(() => backbone.stages(x, "evaluate")).toThrow(RangeError);
        return;
      }
      const before = tf.memory().numTensors;
      const maps = backbone.stages(x, "evaluate");
      expect(tf.memory().numTensors).toBe(before + stages);
      expect(maps.length).toBe(stages);
      const heights = maps.map((map) => map.shape[1]);
      expect(heights).toEqual([...heights].sort((a, b) => b - a));
      for (const map of maps) expect([map.rank, map.shape[0]]).toEqual([4, x.shape[0]]);
      expect(backbone.clone().stages(x, "evaluate").at(-1)).toBeAllclose(maps.at(-1), 0);
    });
  });
}
