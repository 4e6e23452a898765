import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, onTestFinished, test, vi } from "vitest";
import { tarArchive, tarMember } from "../../fixtures/make-tar.ts";
import { folder, png } from "../../fixtures/pictures.ts";
import { table, tableBytes } from "../../fixtures/tables.ts";
import { countingVideo } from "../../fixtures/videos.ts";
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

test("opens a video, and a folder of videos; beside pictures they are not used", async () => {
  const root = folder({ "both/a.png": red });
  vi.stubEnv("XDG_CACHE_HOME", join(root, "cache"));
  onTestFinished(() => void vi.unstubAllEnvs());
  const videos = join(root, "videos", "deep");
  mkdirSync(videos, { recursive: true });
  const path = countingVideo(videos, "b.mkv");
  countingVideo(join(root, "both"), "c.mp4");
  expect((await openSource(path)).key(4)).toBe("b.mkv@0.800");
  expect((await openSource(join(root, "videos"))).key(0)).toBe("deep/b.mkv@0.000");
  expect((await openSource(join(root, "both"))).key(0)).toBe("a.png");
  const error = String(await openSource(path, { labels: true }).catch(String));
  expect(error.replace(root, "ROOT")).toMatchInlineSnapshot(
    `"RangeError: openSource: labels must be left out for video, which has none; got labels for "ROOT/videos/deep/b.mkv". For temporal segments, use videoFrames."`,
  );
});

test("opens Parquet files and folders of them", async () => {
  const shard = tableBytes("train-00000-of-00002.parquet");
  const root = folder({ "b.parquet": shard, "a.parquet": shard, "metadata.parquet": "" });
  const both = await openSource(root, { labels: true });
  expect([both.length, both.key(0), both.key(7)]).toEqual([8, "a.parquet#0", "b.parquet#3"]);
  expect(both.labels).toEqual(Int32Array.of(2, 0, 1, 1, 2, 0, 1, 1));
  expect((await openSource(join(root, "b.parquet"))).labels).toBeUndefined();
  const beside = folder({ "metadata.parquet": "", "1.png": red });
  expect((await openSource(beside)).key(0)).toBe("1.png");
});

test("opens a folder of CIFAR files for its training pictures, and each by its name", async () => {
  const [ten, hundred] = [tableBytes("data_batch_1.bin"), tableBytes("train.bin")];
  const root = folder({
    "10/data_batch_2.bin": ten,
    "10/data_batch_1.bin": ten,
    "10/test_batch.bin": ten,
    "100/train.bin": hundred,
    "100/test.bin": hundred,
  });
  const batches = await openSource(join(root, "10"), { labels: true });
  expect([batches.length, batches.key(0), batches.key(3)]).toEqual([
    6,
    "data_batch_1.bin#0",
    "data_batch_2.bin#0",
  ]);
  expect(batches.labels).toEqual(Int32Array.of(9, 0, 3, 9, 0, 3));
  expect((await openSource(join(root, "10", "test_batch.bin"))).key(2)).toBe("test_batch.bin#2");
  expect((await openSource(join(root, "100"), { labels: true })).labels).toEqual(
    Int32Array.of(99, 5, 42),
  );
});

test.for([
  ["x_train.npy", "y_train.npy"],
  ["X_train.npy", "y_train.npy"],
  ["train_images.npy", "train_labels.npy"],
  ["image.npy", "label.npy"],
] as const)("opens %s with the labels of %s", async ([name, labelName]) => {
  const root = folder({
    [name]: tableBytes("x_train.npy"),
    [labelName]: tableBytes("y_train.npy"),
  });
  const source = await openSource(join(root, name), { labels: true });
  expect(source.labels).toEqual(Int32Array.of(2, 0, 1));
  expect((await openSource(join(root, name))).labels).toBeUndefined();
});

test("opens an array of an .npz by its name, with the labels of that name", async () => {
  const source = await openSource(`${table("medical.npz")}#test_images`, { labels: true });
  expect(source.key(0)).toBe("medical.npz#test_images#0");
  expect(source.labels).toEqual(Int32Array.of(2, 0, 1));
});

test("says where tables' labels must be, and which one to name", async () => {
  const message = async (
    files: Record<string, Uint8Array | string>,
    path = "",
  ): Promise<string> => {
    const root = folder(files);
    const error = await openSource(join(root, path), { labels: true }).catch(String);
    return String(error).replaceAll(root, "ROOT");
  };
  const x = tableBytes("x_train.npy");
  expect(await message({ "X.npy": x }, "X.npy")).toMatchInlineSnapshot(
    `"RangeError: openSource: with labels, an array must have its labels beside it, in "ROOT/Y.npy" or "ROOT/y.npy"; got "ROOT/X.npy". Rename it, or use numpyArrays({ images, labels })."`,
  );
  expect(await message({ "a.npy": x }, "a.npy")).toMatchInlineSnapshot(
    `"RangeError: openSource: with labels, an array must have a name with the word images or x in it, from which that of its labels follows; got "ROOT/a.npy". Rename it, or use numpyArrays({ images, labels })."`,
  );
  const archive = tableBytes("images.npz");
  expect(await message({ "a.npz": archive }, "a.npz#grey")).toMatchInlineSnapshot(
    `"RangeError: openSource: with labels, an array must have a name with the word images or x in it, from which that of its labels follows; got "ROOT/a.npz#grey". Rename it, or use numpyArrays({ images, labels })."`,
  );
  expect(await message({ "a.npz": tableBytes("medical.npz") }, "a.npz")).toMatchInlineSnapshot(
    `"RangeError: numpyArrays: images must name one array of the .npz file, such as "ROOT/a.npz#train_images"; got "ROOT/a.npz", which has train_images, train_labels, val_images, val_labels, test_images, test_labels."`,
  );
  expect(await message({ "a.npz": "" }, "a.npz")).toMatchInlineSnapshot(
    `"RangeError: openSource: "ROOT/a.npz" must be a whole .npz file; got an empty file."`,
  );
  expect(await message({}, "a.npz#images")).toMatchInlineSnapshot(
    `"RangeError: openSource: path must be an existing file or folder; got "ROOT/a.npz"."`,
  );
  expect(await message({ "x.npy": x, "a.npz": archive })).toMatchInlineSnapshot(
    `"RangeError: openSource: path must be a folder of pictures (JPEG, PNG, WebP, GIF, AVIF or TIFF), a folder of .tar shards, a .tar shard, an IDX file of pictures (NAME-images-idx3-ubyte, also .gz), a .parquet file or a folder of them, a .npy array or one of an .npz (FILE.npz#NAME), a CIFAR binary file or a folder of them, or a video or folder of videos (.mp4, .m4v, .mov, .mkv, .webm, .avi, .mpg or .mpeg); got the folder "ROOT" with files in it that are opened one by one. Name one, such as "ROOT/a.npz"."`,
  );
  expect(await message({ "test_batch.bin": "" })).toMatchInlineSnapshot(
    `"RangeError: openSource: path must be a folder of pictures (JPEG, PNG, WebP, GIF, AVIF or TIFF), a folder of .tar shards, a .tar shard, an IDX file of pictures (NAME-images-idx3-ubyte, also .gz), a .parquet file or a folder of them, a .npy array or one of an .npz (FILE.npz#NAME), a CIFAR binary file or a folder of them, or a video or folder of videos (.mp4, .m4v, .mov, .mkv, .webm, .avi, .mpg or .mpeg); got the folder "ROOT" with files in it that are opened one by one. Name one, such as "ROOT/test_batch.bin"."`,
  );
  expect(await message({ "a.parquet": "", "b/1.png": red })).toMatchInlineSnapshot(
    `"RangeError: openSource: a folder must hold pictures, .tar shards or .parquet files; got "a.parquet" beside 1 pictures and 0 shards in "ROOT". Name it, or move one kind away."`,
  );
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
    `"RangeError: openSource: path must be a folder of pictures (JPEG, PNG, WebP, GIF, AVIF or TIFF), a folder of .tar shards, a .tar shard, an IDX file of pictures (NAME-images-idx3-ubyte, also .gz), a .parquet file or a folder of them, a .npy array or one of an .npz (FILE.npz#NAME), a CIFAR binary file or a folder of them, or a video or folder of videos (.mp4, .m4v, .mov, .mkv, .webm, .avi, .mpg or .mpeg); got the file "ROOT/a.zip"."`,
  );
  expect(await message({}, "none")).toMatchInlineSnapshot(
    `"RangeError: openSource: path must be an existing file or folder; got "ROOT/none"."`,
  );
  expect(await message({ "a.txt": "" })).toMatchInlineSnapshot(
    `"RangeError: openSource: path must be a folder of pictures (JPEG, PNG, WebP, GIF, AVIF or TIFF), a folder of .tar shards, a .tar shard, an IDX file of pictures (NAME-images-idx3-ubyte, also .gz), a .parquet file or a folder of them, a .npy array or one of an .npz (FILE.npz#NAME), a CIFAR binary file or a folder of them, or a video or folder of videos (.mp4, .m4v, .mov, .mkv, .webm, .avi, .mpg or .mpeg); got the folder "ROOT" with none of them in it."`,
  );
  expect(await message({ "s.tar": shard("a"), "a/1.png": red })).toMatchInlineSnapshot(
    `"RangeError: openSource: a folder must hold pictures or .tar shards; got 1 pictures and 1 shards in "ROOT". Name the shard, or move one kind away."`,
  );
  expect(await message({ "x-images-idx3-ubyte.gz": "" })).toMatchInlineSnapshot(
    `"RangeError: openSource: path must be a folder of pictures (JPEG, PNG, WebP, GIF, AVIF or TIFF), a folder of .tar shards, a .tar shard, an IDX file of pictures (NAME-images-idx3-ubyte, also .gz), a .parquet file or a folder of them, a .npy array or one of an .npz (FILE.npz#NAME), a CIFAR binary file or a folder of them, or a video or folder of videos (.mp4, .m4v, .mov, .mkv, .webm, .avi, .mpg or .mpeg); got the folder "ROOT" with files in it that are opened one by one. Name one, such as "ROOT/x-images-idx3-ubyte.gz"."`,
  );
  expect(
    await message({ "x-images-idx3-ubyte": images }, "x-images-idx3-ubyte"),
  ).toMatchInlineSnapshot(
    `"RangeError: openSource: with labels, "ROOT/x-images-idx3-ubyte" must have its labels beside it; got neither "ROOT/x-labels-idx1-ubyte" nor "ROOT/x-labels-idx1-ubyte.gz"."`,
  );
});
