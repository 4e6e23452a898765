import { join } from "node:path";
import { randomStream, type ViewPipeline } from "@unlabeled/core";
import {
  batches,
  cifarBinary,
  cocoDetection,
  decodeMask,
  evaluationBatches,
  numpyArrays,
  openSource,
  parquetImages,
  videoFrames,
} from "@unlabeled/data";
import sharp from "sharp";
import { afterEach, expect, test, vi } from "vitest";
import { folder, png } from "../fixtures/pictures.ts";
import { tableBytes } from "../fixtures/tables.ts";
import { countingVideo } from "../fixtures/videos.ts";

const home = process.cwd();
afterEach(() => {
  process.chdir(home);
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

test("the README's program runs, and says what it should", async () => {
  const noise = { type: "gaussian", mean: 128, sigma: 30 } as const;
  const image = sharp({
    create: { width: 40, height: 36, channels: 3, background: "#000", noise },
  });
  const photo = await image.jpeg().toBuffer();
  const names = ["a.jpg", "b/c.jpg", "b/d.jpg", "e.jpg", "f.jpg", "g.jpg", "h.jpg", "i.jpg"];
  const files = Object.fromEntries(names.map((name) => [`photos/${name}`, photo]));
  process.chdir(folder({ ...files, "photos/broken.png": "" }));
  const said: unknown[][] = [];
  vi.spyOn(console, "log").mockImplementation((...words) => said.push(words));

  const photos = await openSource("./photos"); // a folder, tar shards or an IDX file; no labels needed

  /** A pipeline of one's own: crops of 32 x 32 at random places. */
  const crops = <Count extends number>(count: Count): ViewPipeline<Count> => ({
    recipe: { url: import.meta.url, factory: "crops", options: count },
    count,
    height: 32,
    width: 32,
    render({ width, height, pixels }, key, into) {
      const random = randomStream({ ...key, purpose: "view" });
      const [left, top] = [random.integer(width - 31), random.integer(height - 31)];
      for (let i = 0; i < into.length; i++) {
        const [y, x] = [top + Math.floor(i / 96), 3 * left + (i % 96)];
        into[i] = Number(pixels[3 * width * y + x]) / 255;
      }
    },
  });

  const views = batches(photos, crops(2), { batchSize: 4, seed: 0 });
  for (let epoch = 0; epoch < 2; epoch++) {
    for await (const { view0, view1 } of views.epoch(epoch)) {
      console.log(view0.shape, view1.shape); // train here: two views of the same 4 pictures
      view0.dispose();
      view1.dispose();
    }
  }
  for (const { key, reason } of views.skipped) console.log(`${key} was skipped: ${reason}`);

  for await (const { images, indices } of evaluationBatches(photos, crops(1), { batchSize: 4 })) {
    console.log(
      Array.from(indices, (index) => photos.key(index)),
      images.shape,
    );
    images.dispose();
  }

  const shape = [4, 32, 32, 3];
  expect(said).toEqual([
    ...Array.from({ length: 4 }, () => [shape, shape]),
    ["broken.png was skipped: Input Buffer is empty"],
    [
      ["a.jpg", "b/c.jpg", "b/d.jpg"],
      [3, 32, 32, 3],
    ],
    [["e.jpg", "f.jpg", "g.jpg", "h.jpg"], shape],
    [["i.jpg"], [1, 32, 32, 3]],
  ]);
});

test("the README's program goes on with objects and video", async () => {
  const annotations = {
    images: [{ id: 9, file_name: "a.png", width: 4, height: 3 }],
    categories: [{ id: 18, name: "dog" }],
    annotations: [
      {
        id: 1,
        image_id: 9,
        category_id: 18,
        bbox: [1, 0, 2, 3],
        segmentation: [[1, 0, 3, 0, 3, 3, 1, 3]],
      },
    ],
  };
  const root = folder({
    "val2017/a.png": await png([1, 2, 3]),
    "instances_val2017.json": JSON.stringify(annotations),
    "recordings/notes.txt": "",
  });
  process.chdir(root);
  vi.stubEnv("XDG_CACHE_HOME", join(root, "cache"));
  countingVideo("recordings", "a.mp4", { seconds: 2 });
  const said: unknown[][] = [];
  vi.spyOn(console, "log").mockImplementation((...words) => said.push(words));

  const coco = await cocoDetection({ images: "val2017", annotations: "instances_val2017.json" });
  const { width, height } = coco.size(0);
  for (const { box, category, segmentation } of coco.annotations(0)) {
    const mask = segmentation && decodeMask(segmentation, height, width); // 1 where the object is
    console.log(coco.categories[category], box, mask);
  }

  const frames = await videoFrames("./recordings", { fps: 5, shorterSide: 64, segmentSeconds: 1 });
  for (const { name, start, end } of frames.episodes) {
    console.log(name, end - start, frames.timestamp(end - 1), frames.segment(end - 1));
  }

  const row = [0, 1, 1, 0];
  expect(said).toEqual([
    ["dog", { left: 1, top: 0, width: 2, height: 3 }, Uint8Array.of(...row, ...row, ...row)],
    ["a.mp4", 10, expect.closeTo(1.8, 3), 1],
  ]);
});

test("the README's program reads tables and arrays", async () => {
  const names = ["plane", "car", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];
  const root = folder({
    "flowers/data/train-00000-of-00002.parquet": tableBytes("train-00000-of-00002.parquet"),
    "flowers/data/train-00001-of-00002.parquet": tableBytes("train-00001-of-00002.parquet"),
    "bloodmnist.npz": tableBytes("medical.npz"),
    "data_batch_1.bin": tableBytes("data_batch_1.bin"),
    "data_batch_2.bin": tableBytes("data_batch_1.bin"),
    "batches.meta.txt": names.join("\n"),
  });
  process.chdir(root);
  const said: unknown[][] = [];
  vi.spyOn(console, "log").mockImplementation((...words) => said.push(words));

  const flowers = await parquetImages("flowers/data", { labels: true });
  console.log(flowers.length, flowers.classes, flowers.labels?.[0]);

  const cells = await numpyArrays({
    images: "bloodmnist.npz#train_images",
    labels: "bloodmnist.npz#train_labels",
  });
  const things = await cifarBinary(["data_batch_1.bin", "data_batch_2.bin"], { labels: true });
  console.log(cells.length, cells.labels, things.length, things.classes);

  expect(said).toEqual([
    [6, ["cat", "dog", "owl"], 2],
    [3, Int32Array.of(2, 0, 1), 6, names],
  ]);
});
