import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { memory, values, workerUrl } from "../../fixtures/epochs.ts";
import { tarArchive, tarMember } from "../../fixtures/make-tar.ts";
import { folder, png } from "../../fixtures/pictures.ts";
import { firstPixel, keyedViews } from "../../fixtures/pipelines.ts";
import type { Source } from "../sources/source.ts";
import { tarShards } from "../sources/tar/tar-shards.ts";
import { batches } from "./batches.ts";
import { epochOrders } from "./epoch-order.ts";
import { SequentialReader } from "./sequential-reader.ts";

const views = keyedViews({ count: 2, size: 2 });
const pictures = await Promise.all(Array.from({ length: 30 }, (_, i) => png([8 * i, 1, 2])));

/** 30 pictures in three shards; picture i has red = 8 i. */
async function shards(): Promise<Source> {
  const members = pictures.map((picture, i) => tarMember(`${i}.png`, picture));
  const names = ["a.tar", "b.tar", "c.tar"];
  const root = folder(
    Object.fromEntries(
      names.map((name, i) => [name, tarArchive(...members.slice(10 * i, 10 * i + 10))]),
    ),
  );
  return tarShards(names.map((name) => join(root, name)));
}

test("shows every picture once, through the buffer, in the order that seed and epoch decide", async () => {
  const source = await shards();
  const options = { batchSize: 5, seed: 4, order: "shuffle-buffer", shuffleBuffer: 4 } as const;
  const made = batches(source, firstPixel({ count: 1 }), { ...options, workers: 0 });
  for (const epoch of [0, 1]) {
    const shown: number[] = [];
    for await (const { images } of made.epoch(epoch)) {
      shown.push(...images.dataSync<"float32">().filter((_, i) => i % 3 === 0));
      images.dispose();
    }
    const order = epochOrders(source, 4, options)(epoch).shown;
    expect(shown.map((red) => red / 8)).toEqual([...order]);
    expect(new Set(shown).size).toBe(30);
    const shardsMet = new Set(shown.slice(0, 6).map((red) => Math.floor(red / 80)));
    expect(shardsMet.size).toBe(1); // the first 6 can only be of the first 9 of one shard
  }
});

test("is the same for any number of workers, and begins inside an epoch", async () => {
  const source = await shards();
  const options = { batchSize: 4, seed: 1, order: "shuffle-buffer", shuffleBuffer: 6 } as const;
  const whole = await values(batches(source, views, { ...options, workers: 0 }), 2);
  for (const workers of [0, 2]) {
    const made = batches(source, views, { ...options, workers, workerUrl });
    for (const from of [3, 0, 6, 7]) expect(await values(made, 2, from)).toEqual(whole.slice(from));
    await made.close();
  }
});

test("the order is in the description where it is not the exact one", async () => {
  const described = (options: object): unknown =>
    batches(memory, views, { batchSize: 2, seed: 0, ...options }).description;
  expect(described({})).not.toHaveProperty("order");
  expect(described({ order: "exact" })).not.toHaveProperty("order");
  expect(described({ order: "shuffle-buffer" })).toMatchObject({
    order: "shuffle-buffer",
    shuffleBuffer: 10_000,
  });
});

/** Bytes that this process has asked its system for, from files and everything else. */
function bytesRead(): number {
  return Number(/rchar: (\d+)/.exec(readFileSync("/proc/self/io", "utf8"))?.[1]);
}

test.skipIf(process.platform !== "linux")(
  "shards are read ahead once, from beginning to end",
  async () => {
    const padding = Buffer.alloc(2 ** 20);
    const members = Array.from({ length: 8 }, (_, i) => tarMember(`${i}.png`, padding));
    const root = folder({
      "a.tar": tarArchive(...members.slice(0, 4)),
      "b.tar": tarArchive(...members.slice(4)),
    });
    const source = await tarShards([join(root, "a.tar"), join(root, "b.tar")]);
    const order = epochOrders(source, 0, { order: "shuffle-buffer", shuffleBuffer: 2 });
    const read = async (
      reader: SequentialReader,
      epoch: number,
      from: number,
      to: number,
    ): Promise<number> => {
      const { shown, entering = new Uint32Array() } = order(epoch);
      const before = bytesRead();
      await reader.reach(epoch, { shown, entering }, from, to);
      return Math.round((bytesRead() - before) / 2 ** 20);
    };
    const reader = new SequentialReader(source, 2, () => false);
    expect(await read(reader, 0, 0, 1)).toBe(3); // one, and two in the buffer
    expect(await read(reader, 0, 1, 2)).toBe(1);
    expect(await read(reader, 0, 2, 8)).toBe(4); // to the end, and not beyond
    expect(await read(reader, 0, 2, 8)).toBe(0);
    expect(await read(reader, 1, 0, 8)).toBe(8);
    expect(await read(reader, 0, 6, 8)).toBe(2); // only what is still to be shown
    const keeping = new SequentialReader(source, 2, (sample) => sample > 0);
    expect(await read(keeping, 0, 0, 8)).toBe(1);
  },
);

test("refuses options out of their range", () => {
  const message = (options: object): string => {
    try {
      batches(memory, views, { batchSize: 2, seed: 0, ...options });
      return "none";
    } catch (error) {
      return String(error);
    }
  };
  expect(message({ order: "random" })).toMatchInlineSnapshot(
    `"RangeError: batches: order must be "exact" or "shuffle-buffer"; got "random"."`,
  );
  expect(message({ order: "shuffle-buffer", shuffleBuffer: 0 })).toMatchInlineSnapshot(
    `"RangeError: batches: shuffleBuffer must be a positive integer; got 0."`,
  );
  expect(message({ shuffleBuffer: 5 })).toMatchInlineSnapshot(
    `"RangeError: batches: shuffleBuffer must be left out with order "exact"; got 5."`,
  );
});
