import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { tarArchive, tarMember } from "../../fixtures/make-tar.ts";
import { folder, png } from "../../fixtures/pictures.ts";
import { openSource } from "./open-source.ts";

const red = await png([255, 0, 0]);
const shard = (name: string): Buffer =>
  tarArchive(tarMember(`${name}.png`, red), tarMember(`${name}.cls`, "5"));
const images = Buffer.from([0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 1, 10, 20]);
const labels = Buffer.from([0, 0, 8, 1, 0, 0, 0, 2, 3, 4]);

test("opens a folder of pictures, with labels where asked", async () => {
  const root = folder({ "a/1.png": red, "b/1.png": red });
  expect((await openSource(root)).labels).toBeUndefined();
  expect((await openSource(root, { labels: true })).labels).toEqual(Int32Array.of(0, 1));
});

test("opens a shard, and a folder of shards in the order of their names", async () => {
  const root = folder({ "s-1.tar": shard("b"), "s-0.tar": shard("a"), "readme.txt": "" });
  const both = await openSource(root, { labels: true });
  expect([both.key(0), both.key(1)]).toEqual(["s-0.tar/a.png", "s-1.tar/b.png"]);
  expect(both.labels).toEqual(Int32Array.of(5, 5));
  expect((await openSource(join(root, "s-1.tar"))).length).toBe(1);
});

test.for([
  ["train-images-idx3-ubyte", "train-labels-idx1-ubyte"],
  ["train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz"],
  ["train-images-idx3-ubyte", "train-labels-idx1-ubyte.gz"],
  ["t10k-images.idx3-ubyte", "t10k-labels.idx1-ubyte"],
] as const)("opens %s with the labels of %s", async ([name, labelName]) => {
  const pack = (file: string, bytes: Buffer): Buffer =>
    file.endsWith("gz") ? gzipSync(bytes) : bytes;
  const root = folder({ [name]: pack(name, images), [labelName]: pack(labelName, labels) });
  const source = await openSource(join(root, name), { labels: true });
  expect(source.labels).toEqual(Int32Array.of(3, 4));
  expect((await openSource(join(root, name))).labels).toBeUndefined();
});

test("lists what is accepted where a path is none of it", async () => {
  const message = async (
    files: Record<string, Uint8Array | string>,
    path = "",
  ): Promise<string> => {
    const root = folder(files);
    const error = await openSource(join(root, path), { labels: true }).catch(String);
    return String(error).replaceAll(root, "ROOT");
  };
  expect(await message({ "a.zip": "" }, "a.zip")).toMatchInlineSnapshot(
    `"RangeError: openSource: path must be a folder of pictures (JPEG, PNG, WebP, GIF, AVIF or TIFF), a folder of .tar shards, a .tar shard, or an IDX file of pictures (NAME-images-idx3-ubyte, also .gz); got the file "ROOT/a.zip"."`,
  );
  expect(await message({}, "none")).toMatchInlineSnapshot(
    `"RangeError: openSource: path must be an existing file or folder; got "ROOT/none"."`,
  );
  expect(await message({ "a.txt": "" })).toMatchInlineSnapshot(
    `"RangeError: openSource: path must be a folder of pictures (JPEG, PNG, WebP, GIF, AVIF or TIFF), a folder of .tar shards, a .tar shard, or an IDX file of pictures (NAME-images-idx3-ubyte, also .gz); got the folder "ROOT" with none of them in it."`,
  );
  expect(await message({ "s.tar": shard("a"), "a/1.png": red })).toMatchInlineSnapshot(
    `"RangeError: openSource: a folder must hold pictures or .tar shards; got 1 pictures and 1 shards in "ROOT". Name the shard, or move one kind away."`,
  );
  expect(await message({ "x-images-idx3-ubyte.gz": "" })).toMatchInlineSnapshot(
    `"RangeError: openSource: path must be a folder of pictures (JPEG, PNG, WebP, GIF, AVIF or TIFF), a folder of .tar shards, a .tar shard, or an IDX file of pictures (NAME-images-idx3-ubyte, also .gz); got the folder "ROOT" with IDX files in it. Name one of them, such as "ROOT/x-images-idx3-ubyte.gz"."`,
  );
  expect(
    await message({ "x-images-idx3-ubyte": images }, "x-images-idx3-ubyte"),
  ).toMatchInlineSnapshot(
    `"RangeError: openSource: with labels, "ROOT/x-images-idx3-ubyte" must have its labels beside it; got neither "ROOT/x-labels-idx1-ubyte" nor "ROOT/x-labels-idx1-ubyte.gz"."`,
  );
});
