import {
  mkdirSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import type { TwoViews } from "@unlabeled/core";
import { expect, test } from "vitest";
import { values, workerUrl } from "../../fixtures/epochs.ts";
import { reasons } from "../../fixtures/hostile.ts";
import { folder, png } from "../../fixtures/pictures.ts";
import { keyedViews } from "../../fixtures/pipelines.ts";
import { batches } from "../loading/batches.ts";
import type { SourceBatches } from "../loading/source-batches.ts";
import { defineSource } from "./define-source.ts";
import { fingerprint } from "./fingerprint.ts";
import { imageFolder } from "./listing/image-folder.ts";

const views = keyedViews({ count: 2, size: 2 });
const picture = await png([9, 8, 7]);

/** A folder of 40 pictures, of which 20 in the folder a and 20 in b. */
function photos(): { root: string; parent: string } {
  const files = Array.from({ length: 40 }, (_, i) => [
    `photos/${i < 20 ? "a" : "b"}/${i}.png`,
    picture,
  ]);
  const parent = folder(Object.fromEntries(files));
  return { root: join(parent, "photos"), parent };
}

/** Runs an epoch of 10 batches and does something when three have come; what came, and the error. */
async function interrupted(
  made: SourceBatches<TwoViews>,
  interrupt: () => void,
): Promise<{ got: number; error: string }> {
  let got = 0;
  try {
    for await (const batch of made.epoch(0)) {
      tf.dispose(batch);
      got++;
      if (got === 3) interrupt();
    }
    return { got, error: "none" };
  } catch (error) {
    return { got, error: String(error) };
  }
}

test.for([
  { workers: 0, cacheBytes: 0 },
  { workers: 1, cacheBytes: 0 },
  { workers: 2, cacheBytes: 2 ** 29 },
])(
  "stops when the folder goes away, and goes on when it is back ($workers workers)",
  async (choice) => {
    const { root, parent } = photos();
    const source = await imageFolder(root);
    const options = { batchSize: 4, seed: 0, ...choice, workerUrl, prefetch: 1 };
    const whole = await values(batches(source, views, { ...options, workers: 0 }));
    const made = batches(source, views, options);
    const elsewhere = join(parent, "elsewhere");
    const { got, error } = await interrupted(made, () => renameSync(root, elsewhere));
    expect(got).toBeLessThan(6);
    expect(
      error
        .replaceAll(root, "ROOT")
        .replace(/"[ab]\/\d+/, '"KEY')
        .replace(/ROOT\/[ab]/, "ROOT/…"),
    ).toBe(
      `Error: batches: the pictures must stay where they are and as they are while they are in use; got ENOENT: no such file or directory for the folder of "KEY.png". Bring it back, and go on from there.`,
    );
    expect(made.skipped).toEqual([]);
    renameSync(elsewhere, root);
    expect(await values(made, 0, got)).toEqual(whole.slice(got));
    expect(made.skipped).toEqual([]);
    await made.close();
  },
);

test("stops when one of the folders goes away", async () => {
  const { root } = photos();
  const made = batches(await imageFolder(root), views, { batchSize: 4, seed: 0, workers: 0 });
  const { error } = await interrupted(made, () => rmSync(join(root, "b"), { recursive: true }));
  expect(error).toMatch(/got ENOENT: no such file or directory for the folder of "b\/\d+\.png"/);
});

test("stops when all files go away and the empty folders stay, as where a disk was", async () => {
  const { root } = photos();
  const made = batches(await imageFolder(root), views, { batchSize: 4, seed: 0, workers: 0 });
  const { error } = await interrupted(made, () => {
    for (const name of ["a", "b"]) {
      rmSync(join(root, name), { recursive: true });
      mkdirSync(join(root, name));
    }
  });
  expect(error).toMatch(
    /^Error: batches: the folder or disk of the pictures must stay where it is while they are in use; got ENOENT: no such file or directory, open '.*' for "[ab]\/\d+\.png", and nothing better for 3\d others that were tried\. Bring it back, and go on from there\.$/,
  );
});

test("a few files that go away are skipped, also half of all", async () => {
  const { root } = photos();
  const source = await imageFolder(root);
  const made = batches(source, views, { batchSize: 4, seed: 0, workers: 0 });
  const { got, error } = await interrupted(made, () => {
    for (const name of readdirSync(join(root, "b"))) unlinkSync(join(root, "b", name));
  });
  expect([got, error]).toEqual([10, "none"]);
  expect(made.skipped.length).toBeGreaterThan(5);
  for (const line of reasons(made.skipped)) expect(line).toMatch(/^b\/\d+\.png: ENOENT/);
});

test("a file that goes away is skipped, also from a folder whose name is no UTF-8", async () => {
  const root = folder({ "a/x.png": picture });
  const odd = Buffer.concat([Buffer.from(`${root}/`), Buffer.from([0xff])]);
  const inside = (name: string): Buffer => Buffer.concat([odd, Buffer.from(name)]);
  mkdirSync(odd);
  for (const name of ["/y.png", "/z.png"]) writeFileSync(inside(name), picture);
  const source = await imageFolder(root);
  unlinkSync(inside("/z.png"));
  const made = batches(source, views, { batchSize: 3, seed: 0, workers: 0 });
  expect((await values(made)).length).toBe(1);
  expect(made.skipped.map(({ key }) => key)).toEqual(["\\xff/z.png"]);
  unlinkSync(inside("/y.png"));
  rmdirSync(odd);
  await expect(
    values(batches(source, views, { batchSize: 3, seed: 0, workers: 0 })),
  ).rejects.toThrow(/got ENOENT: no such file or directory for the folder of "\\xff\/[yz]\.png"/);
});

test("links to nothing, there from the start, are no disk that went away", async () => {
  const { root } = photos();
  for (let i = 0; i < 200; i++) symlinkSync("nowhere", join(root, "a", `link-${i}.png`));
  const made = batches(await imageFolder(root), views, { batchSize: 40, seed: 0, workers: 0 });
  expect((await values(made)).length).toBe(6);
  expect(made.skipped.length).toBe(200);
});

test("stops at a disk that answers with an input/output error", async () => {
  const length = 20;
  const source = defineSource({
    length,
    fingerprint: fingerprint([]),
    description: {},
    key: (index) => `#${index}`,
    // Linux's own memory file: reading its first bytes gives EIO
    locate: (index) => ({ kind: "file", path: "/proc/self/mem", offset: 16 * index, length: 16 }),
  });
  const made = batches(source, views, { batchSize: 4, seed: 0, workers: 0 });
  await expect(values(made)).rejects.toThrow(
    'batches: the pictures must stay where they are and as they are while they are in use; got EIO: i/o error for "/proc/self/mem", in which many of them lie. Bring it back, and go on from there.',
  );
});

test("a source without a picture that can be read says so soon, however long it is", async () => {
  const length = 200_000;
  const source = defineSource({
    length,
    fingerprint: fingerprint([]),
    description: {},
    key: (index) => `#${index}`,
    locate: () => ({ kind: "unreadable", reason: "it was lost" }),
  });
  const made = batches(source, views, { batchSize: 5000, seed: 0, workers: 0 });
  await expect(values(made)).rejects.toThrow(
    'batches: source must hold a picture that can be read; got 200000 of which none can (the first, "#0": it was lost).',
  );
});
