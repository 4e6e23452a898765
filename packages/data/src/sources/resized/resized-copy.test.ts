import { readdirSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { permutation } from "@unlabeled/core";
import sharp from "sharp";
import { expect, test } from "vitest";
import { ownCacheFolder } from "../../../fixtures/cache-folder.ts";
import { values, workerUrl } from "../../../fixtures/epochs.ts";
import { folder } from "../../../fixtures/pictures.ts";
import { keyedViews } from "../../../fixtures/pipelines.ts";
import { photos, pixels } from "../../../fixtures/resized.ts";
import { batches } from "../../loading/batches.ts";
import { inMemory } from "../in-memory.ts";
import { imageFolder } from "../listing/image-folder.ts";
import { resizedCopy } from "./resized-copy.ts";

const photo = fileURLToPath(new URL("../../../fixtures/resized/photo.png", import.meta.url));
const expected: Record<
  string,
  Record<string, { width: number; height: number; pixels: string }>
> = JSON.parse(
  readFileSync(new URL("../../../fixtures/resized/expected.json", import.meta.url), "utf8"),
);
const cache = ownCacheFolder();

test.for([11, 22, 33])("resizes to %i as Pillow's Lanczos filter does", async (side) => {
  const source = await imageFolder(join(photo, ".."));
  for (const kind of ["shorterSide", "size"] as const) {
    const wanted = expected[String(side)]?.[kind] as {
      width: number;
      height: number;
      pixels: string;
    };
    const copy = await resizedCopy(source, { [kind]: side });
    const got = await copy.read(0);
    expect([got.width, got.height]).toEqual([wanted.width, wanted.height]);
    const differences = [...Buffer.from(wanted.pixels, "base64")].map((value, i) =>
      Math.abs(value - Number(got.pixels[i])),
    );
    const mean = differences.reduce((a, b) => a + b) / differences.length;
    // libvips averages whole blocks first; without antialiasing the differences are 60 and more
    expect(Math.max(...differences)).toBeLessThanOrEqual(6);
    expect(mean).toBeLessThan(1.5);
  }
});

test("has the source's order, keys, labels and classes; small pictures keep their size", async () => {
  const { source } = await photos(12, 3, 7);
  const copy = await resizedCopy(source, { shorterSide: 16 });
  expect(copy.length).toBe(12);
  expect([copy.labels, copy.classes]).toEqual([source.labels, source.classes]);
  for (let index = 0; index < 12; index++) expect(copy.key(index)).toBe(source.key(index));
  const sizes = (await pixels(copy)).map((one) =>
    typeof one === "string" ? one : [one.width, one.height],
  );
  expect(sizes[0]).toEqual([16, 24]); // of 20 x 30
  expect(sizes.filter((size) => typeof size === "string")).toEqual([
    'Error: Source.read: "odd/3.png" cannot be read: Input buffer contains unsupported image format.',
    'Error: Source.read: "odd/7.png" cannot be read: Input buffer contains unsupported image format.',
  ]);
  const large = await resizedCopy(source, { shorterSide: 4096 });
  const original = await source.read(0);
  const kept = await large.read(0);
  expect([kept.width, kept.height]).toEqual([original.width, original.height]);
  expect([...kept.pixels]).toEqual([...original.pixels]);
});

test("size makes all of one size, smaller and larger", async () => {
  const { source } = await photos(4);
  for (const size of [7, 64]) {
    for (const one of await pixels(await resizedCopy(source, { size }))) {
      expect(one).toMatchObject({ width: size, height: size });
    }
  }
});

test("turns pictures upright and composes them on white before they are resized", async () => {
  const half = Uint8Array.from(
    { length: 8 * 4 * 4 },
    (_, i) => [255, 0, 0, i % 32 < 16 ? 255 : 0][i % 4] as number,
  );
  const turned = await sharp(half, { raw: { width: 8, height: 4, channels: 4 } })
    .withMetadata({ orientation: 6 }) // a quarter clockwise
    .png()
    .toBuffer();
  const copy = await resizedCopy(await imageFolder(folder({ "a.png": turned })), {
    shorterSide: 2,
  });
  const { width, height, pixels: got } = await copy.read(0);
  expect([width, height]).toEqual([2, 4]);
  expect([...got.subarray(0, 3)]).toEqual([255, 0, 0].map((value) => expect.closeTo(value, -1)));
  expect([...got.subarray(21)]).toEqual([255, 255, 255].map((value) => expect.closeTo(value, -1)));
});

test.for([
  { cacheBytes: 0, kind: "raw" },
  { cacheBytes: 2 ** 29, kind: "pixels" },
])("batches are the same from the file and from memory ($kind)", async ({ cacheBytes, kind }) => {
  const { source } = await photos(11, 4);
  const file = join(folder({}), "copy");
  const copy = await resizedCopy(source, { size: 8, file, cacheBytes });
  expect(copy.locate(0).kind).toBe(kind);
  const views = keyedViews({ count: 2, size: 8 });
  const options = { batchSize: 5, seed: 1, workerUrl };
  const inProgram = inMemory(
    await Promise.all(
      Array.from({ length: 11 }, (_, i) =>
        copy.read(i).catch(() => ({ width: 1, height: 1, pixels: new Uint8Array(3) })),
      ),
    ),
  );
  for (const workers of [0, 2]) {
    const made = batches(copy, views, { ...options, workers });
    const [got, wanted] = [
      await values(made),
      await values(batches(inProgram, views, { ...options, workers: 0 })),
    ];
    expect(got.length).toBe(2);
    const order = permutation(11, { seed: 1, purpose: "order", epoch: 0 });
    for (const [batch, pair] of got.entries()) {
      for (let row = 0; row < 5; row++) {
        if (order[5 * batch + row] === 3) continue; // the unreadable one, for which the next stands in
        const part = (all: Float32Array | undefined) => all?.subarray(192 * row, 192 * row + 192);
        expect(part(pair[0])).toEqual(part(wanted[batch]?.[0]));
      }
    }
    expect(made.skipped.every(({ index }) => index === 3)).toBe(true);
    await made.close();
  }
});

test("is made once, in the cache folder or where it is told to", async () => {
  const { source, root } = await photos(3);
  const first = await resizedCopy(source, { size: 8 });
  const second = await resizedCopy(source, { size: 9 });
  expect(readdirSync(join(cache(), "unlabeled", "resized")).length).toBe(2);
  expect(first.fingerprint).not.toBe(second.fingerprint);
  expect(first.fingerprint).not.toBe(source.fingerprint);
  const before = await pixels(first);
  renameSync(root, `${root}-gone`); // so that only the copy can be read
  try {
    const again = await resizedCopy(source, { size: 8 });
    expect(again.fingerprint).toBe(first.fingerprint);
    expect(await pixels(again)).toEqual(before);
  } finally {
    renameSync(`${root}-gone`, root);
  }
});

test("describes itself without places on this machine but the source's", async () => {
  const { source } = await photos(2);
  const copy = await resizedCopy(source, { shorterSide: 8 });
  expect(JSON.parse(JSON.stringify(copy.description))).toEqual({
    kind: "resized",
    of: JSON.parse(JSON.stringify(source.description)),
    shorterSide: 8,
    decoder: `sharp ${sharp.versions.sharp}, libvips ${sharp.versions.vips}`,
    pictures: 2,
    fingerprint: copy.fingerprint,
  });
});
