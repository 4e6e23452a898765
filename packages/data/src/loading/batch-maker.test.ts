import { expect, test } from "vitest";
import { keyedViews } from "../../fixtures/pipelines.ts";
import { inMemory } from "../sources/in-memory.ts";
import { BatchMaker } from "./batch-maker.ts";
import { localRenderer } from "./local-renderer.ts";
import { PictureStore, storeBudget } from "./picture-store.ts";
import type { RenderTask } from "./render-task.ts";

const picture = { width: 1, height: 1, pixels: Uint8Array.of(1, 2, 3) };
const source = inMemory(Array.from({ length: 7 }, () => picture));
const pipeline = keyedViews({ count: 2, size: 2 });

test("uses its memory again: as many slots as batches in the making", async () => {
  const slots = new Set<SharedArrayBuffer>();
  const renderer = localRenderer(pipeline, storeBudget(0));
  const maker = new BatchMaker(source, pipeline, {
    ...renderer,
    render(task) {
      slots.add(task.into);
      return renderer.render(task);
    },
  });
  const make = () => maker.make({ seed: 0, epoch: 0, samples: [0, 1, 2] });
  for (let round = 0; round < 5; round++) {
    const batches = await Promise.all([make(), make(), make()]);
    for (const { release } of batches) release();
  }
  expect(slots.size).toBe(3);
});

test("gives each thread its share of the rows, and every row to one", async () => {
  const tasks: RenderTask[] = [];
  const renderer = localRenderer(pipeline, storeBudget(0));
  const maker = new BatchMaker(source, pipeline, {
    ...renderer,
    threads: 3,
    render(task) {
      tasks.push(task);
      return renderer.render(task);
    },
  });
  await maker.make({ seed: 0, epoch: 0, samples: [0, 1, 2, 3, 4, 5, 6] });
  expect(tasks.map(({ pictures }) => pictures.map(({ row }) => row))).toEqual([
    [0, 1, 2],
    [3, 4, 5],
    [6],
  ]);
});

test("a store keeps pictures until the budget of all stores is spent", () => {
  const budget = storeBudget(2.5 * 2 ** 20);
  const stores = [new PictureStore(budget), new PictureStore(budget)];
  const large = { width: 1024, height: 300, pixels: new Uint8Array(1024 * 300 * 3).fill(9) };
  const kept = [0, 1, 0, 1].map((store) => stores[store]?.keep(large)?.kind);
  expect(kept).toEqual(["pixels", "pixels", undefined, undefined]);
  const small = stores[0]?.keep(picture); // still fits beside the first
  expect(small).toMatchObject({
    kind: "pixels",
    offset: large.pixels.length,
    width: 1,
    channels: 3,
  });
  expect(new PictureStore(storeBudget(1000)).keep(picture)).toBeUndefined();
});

test("a picture too large for what is left of the budget takes none of it", () => {
  const budget = storeBudget(1.5 * 2 ** 20);
  const large = { width: 1024, height: 600, pixels: new Uint8Array(1024 * 600 * 3) };
  expect(new PictureStore(budget).keep(large)).toBeUndefined();
  expect(new PictureStore(budget).keep(picture)?.kind).toBe("pixels");
});
