import { randomStream, type ViewPipeline } from "@unlabeled/core";
import { batches, evaluationBatches, openSource } from "@unlabeled/data";
import sharp from "sharp";
import { afterEach, expect, test, vi } from "vitest";
import { folder } from "../fixtures/pictures.ts";

const home = process.cwd();
afterEach(() => {
  process.chdir(home);
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
