import * as tf from "@tensorflow/tfjs";
import {
  lossAndGradients,
  type Method,
  type NamedVariable,
  type Progress,
  sgd,
  type Tensors,
} from "@unlabeled/core";
import { describe, expect, test } from "vitest";
import { step } from "./step.ts";
import { testWatch } from "./test-watch.ts";

export interface MethodContractOptions<Batch extends Tensors, M> {
  /** A new batch, the same at each call, of at least four images. */
  readonly batch: () => Batch;
  /** Puts the state where a run ends whose embeddings all coincide: a queue of equal rows. Default: it stays. */
  readonly collapse?: (method: M) => void;
}

const START: Progress = { step: 0, totalSteps: 10, stepsPerEpoch: 10 };

const valuesOf = (variables: readonly NamedVariable[]): Record<string, number[]> =>
  Object.fromEntries(variables.map(({ name, variable }) => [name, [...variable.dataSync()]]));

/**
 * What every method must satisfy. Call it at the top of a test file or inside a `describe`.
 *
 * @param make - A new method; each time the same one, with networks of its own.
 */
export function testMethod<
  Batch extends Tensors,
  Outputs extends Tensors,
  Targets extends Tensors,
  M extends Method<Batch, Outputs, Targets>,
>(
  make: () => M & Method<Batch, Outputs, Targets>,
  { batch, collapse = () => {} }: MethodContractOptions<Batch, M>,
): void {
  const rowsOf = (images: Batch): number => Object.values(images)[0]?.shape[0] as number;

  /** Trained one step, so that followers and queues are no longer as they began. */
  const trained = (method: M): { method: M; next: () => number } => {
    const optimizer = sgd();
    optimizer.initialize(method.trained);
    const next = () => step(method, batch(), optimizer, { learningRate: 0.1, progress: START });
    next();
    return { method, next };
  };

  describe("is a method", () => {
    test("that names each variable once, by a path", () => {
      const { name, ...method } = make();
      expect(name).toMatch(/^[a-z0-9-]+$/);
      const names = [...method.trained, ...method.state].map((variable) => variable.name);
      expect(names).toEqual([...new Set(names)]);
      for (const path of names) expect(path).toMatch(/^[^/\s]+(\/[^/\s]+)*$/);
    });

    test("whose settings are JSON", () => {
      const { settings } = make();
      expect(JSON.parse(JSON.stringify(settings ?? {}))).toEqual(settings ?? {});
    });

    test("that makes one row an image: outputs and targets", () => {
      const method = make();
      const images = batch();
      const rows = { ...method.targets(images), ...method.forward(images) };
      for (const [name, { shape }] of Object.entries<tf.Tensor>(rows)) {
        expect(shape[0], name).toBe(rowsOf(images));
      }
    });

    test("that leaves exactly the tensors that it returns", () => {
      const { method } = trained(make());
      const images = batch();
      const before = tf.memory().numTensors;
      const left = (count: number) => expect(tf.memory().numTensors).toBe(before + count);

      const targets = method.targets(images);
      let count = Object.keys(targets).length;
      left(count);
      const outputs = method.forward(images);
      count += Object.keys(outputs).length;
      left(count);
      const { loss, measures } = method.objective(outputs, targets);
      count += 1 + Object.keys(measures).length;
      left(count);
      method.afterUpdate(START, targets);
      left(count);
      tf.dispose([targets, outputs, loss, measures]);
      left(0);
    });

    test("whose loss and measures are finite scalars", () => {
      const { method } = trained(make());
      const images = batch();
      const { loss, measures } = method.objective(method.forward(images), method.targets(images));
      for (const [name, scalar] of Object.entries({ loss, ...measures })) {
        expect(scalar.shape, name).toEqual([]);
        expect(scalar.arraySync(), name).toSatisfy(Number.isFinite);
      }
    });

    test("with a finite gradient of every parameter, and of nothing in its state", () => {
      const { method } = trained(make());
      const images = batch();
      const targets = method.targets(images);
      const { gradients } = lossAndGradients(
        () => method.objective(method.forward(images), targets).loss,
        [...method.trained, ...method.state],
      );
      for (const { name, variable } of method.trained) {
        expect(gradients[name]?.shape, name).toEqual(variable.shape);
        expect([...(gradients[name]?.dataSync() ?? [])].every(Number.isFinite), name).toBe(true);
      }
      for (const { name } of method.state) expect(gradients[name] ?? null, name).toBeNull();
    });

    test("whose objective reads the networks through the outputs alone, as gradient caching needs it", () => {
      const { method } = trained(make());
      const images = batch();
      const targets = method.targets(images);
      const whole = lossAndGradients(
        () => method.objective(method.forward(images), targets).loss,
        method.trained,
      );
      const rows = Object.entries<tf.Tensor>(method.forward(images)).map(([name, tensor]) => ({
        name,
        variable: tf.variable(tensor),
      }));
      const seen = Object.fromEntries(rows.map(({ name, variable }) => [name, variable]));
      const ofRows = lossAndGradients(
        () => method.objective(seen as unknown as Outputs, targets).loss,
        rows,
      ).gradients;
      const inTwo = lossAndGradients(() => {
        const outputs: Tensors = method.forward(images);
        const products = Object.entries(ofRows).map(([name, gradient]) =>
          tf.sum(tf.mul(outputs[name] as tf.Tensor, gradient as tf.Tensor)),
        );
        return tf.addN(products) as tf.Scalar;
      }, method.trained);
      for (const { name } of method.trained) {
        const expected = whole.gradients[name] as tf.Tensor;
        const scale = tf.max(tf.abs(expected)).dataSync()[0] as number;
        expect(inTwo.gradients[name], name).toBeAllclose(expected, 1e-5 * (1 + scale));
      }
    });

    test("that leaves the trained variables to the optimizer", () => {
      const { method } = trained(make());
      const images = batch();
      const before = valuesOf(method.trained);
      const targets = method.targets(images);
      method.objective(method.forward(images), targets);
      method.afterUpdate(START, targets);
      expect(valuesOf(method.trained)).toEqual(before);
    });

    test("that goes on from its trained variables and its state alone", () => {
      const stopped = trained(trained(make()).method);
      const resumed = trained(make());
      const kept = [...stopped.method.trained, ...stopped.method.state];
      [...resumed.method.trained, ...resumed.method.state].forEach(({ name, variable }, i) => {
        expect(name).toBe(kept[i]?.name);
        variable.assign(kept[i]?.variable as tf.Variable);
      });
      expect([resumed.next(), resumed.next()]).toEqual([stopped.next(), stopped.next()]);
      const ends = [stopped, resumed].map(({ method }) =>
        valuesOf([...method.trained, ...method.state]),
      );
      expect(ends[1]).toEqual(ends[0]);
    });

    testWatch(make, { batch, collapse });
  });
}
