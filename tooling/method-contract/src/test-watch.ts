import * as tf from "@tensorflow/tfjs";
import type { Method, Tensors } from "@unlabeled/core";
import { expect, test } from "vitest";
import type { MethodContractOptions } from "./test-method.ts";

/** Of a method that says what to watch for collapse: that it has what it names, and that its figure is right. */
export function testWatch<
  Batch extends Tensors,
  Outputs extends Tensors,
  Targets extends Tensors,
  M extends Method<Batch, Outputs, Targets>,
>(
  make: () => M & Method<Batch, Outputs, Targets>,
  { batch, collapse }: Required<MethodContractOptions<Batch, M>>,
): void {
  test("that has the embeddings that are to be watched, of one shape, and the follower", () => {
    const method = make();
    const { watch } = method;
    if (!watch) return;
    const images = batch();
    const rows: Tensors = { ...method.targets(images), ...method.forward(images) };
    for (const names of [watch.embeddings, ...(watch.predicted ? [watch.predicted] : [])]) {
      const shapes = names.map((name) => rows[name]?.shape);
      expect(shapes[0], names[0]).toHaveLength(2);
      expect(shapes[1], names[1]).toEqual(shapes[0]);
    }
    const { follower } = watch;
    if (follower === undefined) return;
    const followers = method.state.filter(({ name }) => name.startsWith(`${follower}/`));
    const leaders = new Set(method.trained.map(({ name }) => `${follower}/${name}`));
    expect(followers.filter(({ name }) => leaders.has(name))).not.toEqual([]);
  });

  test("that knows the loss of embeddings that all coincide", () => {
    const method = make();
    if (!method.watch) return;
    const images = batch();
    collapse(method);
    const coinciding = <T extends Tensors>(rows: T): T =>
      Object.fromEntries(
        Object.entries<tf.Tensor>(rows).map(([name, tensor]) => [name, tf.onesLike(tensor)]),
      ) as unknown as T;
    const outputs = coinciding(method.forward(images));
    const { loss } = method.objective(outputs, coinciding(method.targets(images)));
    const N = Object.values<tf.Tensor>(images)[0]?.shape[0] as number;
    expect(loss).toBeAllclose(method.watch.collapsedLoss(N));
  });
}
