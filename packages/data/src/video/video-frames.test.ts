import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Picture } from "@unlabeled/core";
import { expect, test } from "vitest";
import { workerUrl } from "../../fixtures/epochs.ts";
import { folder } from "../../fixtures/pictures.ts";
import { firstPixel } from "../../fixtures/pipelines.ts";
import { all, countingVideo, counts, video } from "../../fixtures/videos.ts";
import { evaluationBatches } from "../loading/evaluation-batches.ts";
import { videoFrames } from "./video-frames.ts";

/** A picture's colours at its four corners, each channel as 0 or 1. */
function corners({ width, height, pixels }: Picture): string[] {
  const at = (x: number, y: number): string =>
    [0, 1, 2].map((c) => Math.round((pixels[3 * (y * width + x) + c] ?? 0) / 255)).join("");
  const [right, bottom] = [width - 3, height - 3];
  return [at(2, 2), at(right, 2), at(2, bottom), at(right, bottom)];
}

const [WHITE, RED, GREEN, BLUE] = ["111", "100", "010", "001"];

/** A video of one second whose corners are white, red, green and blue. */
function corneredVideo(
  root: string,
  name: string,
  filters: string,
  options: string[] = [],
): string {
  const colours = "geq=r='255*lt(Y,H/2)':g='255*lt(X,W/2)':b='255*eq(lt(X,W/2),lt(Y,H/2))'";
  const source = `nullsrc=s=64x48:r=5:d=1,format=rgb24,${colours},${filters}`;
  return video(root, name, ["-f", "lavfi", "-i", source, ...options]);
}

test.for([
  {
    rate: "30000/1001",
    fps: 5,
    wanted: [0, 6, 12, 18, 24, 30, 36, 42, 48, 54, 60, 66, 72, 78, 84],
  },
  { rate: "25", fps: 5, wanted: [0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70] },
  { rate: "24", fps: 5, wanted: [0, 5, 10, 15, 20, 24, 29, 34, 39, 44, 48, 53, 58, 63, 68] },
  { rate: "3", fps: 5, wanted: [0, 1, 2, 3, 4, 5, 6, 7, 8] }, // never one twice
  { rate: "25", fps: 0.5, wanted: [0, 50] },
])("takes $fps frames a second of $rate by their time stamps", async ({ rate, fps, wanted }) => {
  const root = folder({});
  const path = countingVideo(root, "a.mp4", { rate, seconds: 3 });
  const source = await videoFrames(path, { fps, shorterSide: 48, cache: join(root, "cache") });
  expect(await counts(source)).toEqual(wanted);
  const [over, under = 1] = rate.split("/").map(Number);
  const times = wanted.map((count) => (count * under) / (over as number));
  expect(all(source, source.timestamp)).toEqual(times.map((time) => expect.closeTo(time, 3)));
  expect(source.description).toMatchObject({ kind: "video", pictures: wanted.length, damaged: [] });
});

test.for(["webm", "mkv", "mov", "avi", "mpg"])(
  "reads .%s; all frames at their own rate",
  async (kind) => {
    const root = folder({});
    const path = countingVideo(root, `a.${kind}`, { rate: "30", options: ["-b:v", "2M"] });
    const source = await videoFrames(path, {
      fps: 30,
      shorterSide: 48,
      cache: join(root, "cache"),
    });
    expect(await counts(source)).toEqual(Array.from({ length: 30 }, (_, at) => at));
  },
);

test("gaps of a video whose rate varies stay gaps", async () => {
  const root = folder({});
  const filters = "select='not(between(n,20,44))*not(between(n,60,61))'";
  const options = ["-vsync", "vfr"];
  const path = countingVideo(root, "a.mkv", { seconds: 3, filters, options });
  const source = await videoFrames(path, { shorterSide: 48, cache: join(root, "cache") });
  expect(await counts(source)).toEqual([0, 5, 10, 15, 45, 50, 55, 62, 65, 70]);
  expect(source.timestamp(4)).toBeCloseTo(1.8, 3);
  expect(source.timestamp(7)).toBeCloseTo(2.48, 3);
});

test("a video shorter than an interval gives its first frame", async () => {
  const root = folder({});
  const path = countingVideo(root, "a.mp4", { seconds: 0.1 });
  const source = await videoFrames(path, { fps: 1, shorterSide: 48, cache: join(root, "cache") });
  expect(await counts(source)).toEqual([0]);
  expect([source.length, source.timestamp(0), source.key(0)]).toEqual([1, 0, "a.mp4@0.000"]);
});

test("resizes the shorter side, in the shape that the video is shown in", async () => {
  const root = folder({});
  const cache = join(root, "cache");
  const size = async (filters: string, shorterSide: number): Promise<number[]> => {
    const path = countingVideo(root, `${filters.length}.mkv`, { seconds: 0.1, filters });
    const { width, height } = await (await videoFrames(path, { shorterSide, cache })).read(0);
    return [width, height];
  };
  expect(await size("null", 36)).toEqual([48, 36]);
  expect(await size("scale=48:64,setsar=1", 96)).toEqual([96, 128]);
  expect(await size("setsar=2", 24)).toEqual([64, 24]); // pixels twice as wide as high
  expect(await size("setsar=1/4", 16)).toEqual([16, 48]);
});

test("is upright as the file notes, cut and turned as asked", async () => {
  const root = folder({});
  const cache = join(root, "cache");
  const flat = corneredVideo(root, "flat.mp4", "null");
  const read = async (path: string, options = {}): Promise<Picture> =>
    (await videoFrames(path, { shorterSide: 48, cache, ...options })).read(0);
  expect(corners(await read(flat))).toEqual([WHITE, RED, GREEN, BLUE]);
  expect(corners(await read(flat, { rotate: 90 }))).toEqual([GREEN, WHITE, BLUE, RED]);
  expect(corners(await read(flat, { rotate: 180 }))).toEqual([BLUE, GREEN, RED, WHITE]);
  expect(corners(await read(flat, { rotate: 270 }))).toEqual([RED, BLUE, WHITE, GREEN]);
  const held = join(root, "held.mp4");
  writeFileSync(held, turned(readFileSync(flat)));
  const upright = await read(held);
  expect([upright.width, upright.height]).toEqual([48, 64]);
  expect(corners(upright)).toEqual([GREEN, WHITE, BLUE, RED]);
  const cut = { width: 30, height: 20 };
  const top = await read(flat, { crop: { ...cut, top: 0 } });
  expect([top.width, top.height, ...corners(top)]).toEqual([30, 20, WHITE, RED, WHITE, RED]);
  expect(corners(await read(flat, { crop: { ...cut, left: 0 } }))).toEqual([
    WHITE,
    WHITE,
    GREEN,
    GREEN,
  ]);
  expect(corners(await read(flat, { crop: cut }))).toEqual([WHITE, RED, GREEN, BLUE]);
  const paper = await read(flat, { crop: { ...cut, top: 0 }, rotate: 180 });
  expect(corners(paper)).toEqual([RED, WHITE, RED, WHITE]); // cut first, then turned
});

/** The same MP4 with the note that it is to be shown a quarter clockwise, as telephones write it. */
function turned(mp4: Buffer): Buffer {
  const matrix = [0, 1 << 16, 0, -1 << 16, 0, 0, 0, 0, 1 << 30]; // ISO/IEC 14496-12, 8.3.2: tkhd
  const header = mp4.indexOf("tkhd") + 4;
  for (const [at, value] of matrix.entries()) mp4.writeInt32BE(value, header + 40 + 4 * at);
  return mp4;
}

test.for(["bt601", "bt709"])("colours come out right from %s", async (matrix) => {
  const root = folder({});
  const tags = { bt601: "smpte170m", bt709: "bt709" }[matrix] as string;
  const path = video(root, "a.mp4", [
    ...["-f", "lavfi", "-i", "color=c=0xC83214:s=64x48:d=0.2,format=rgb24"],
    ...["-vf", `scale=out_color_matrix=${matrix}:out_range=tv,format=yuv420p`],
    ...["-colorspace", tags, "-color_range", "tv"],
  ]);
  const { pixels } = await (await videoFrames(path, { cache: join(root, "cache") })).read(0);
  const worst = [0xc8, 0x32, 0x14].map((shade, c) => Math.abs(shade - (pixels[c] ?? 0)));
  expect(Math.max(...worst)).toBeLessThanOrEqual(4);
});

test("a folder's videos go in the order of their numbers, with episodes and segments", async () => {
  const root = folder({ "videos/readme.txt": "", "videos/.hidden.mp4": "" });
  const videos = join(root, "videos");
  countingVideo(videos, "clip10.MP4", { seconds: 1 });
  countingVideo(videos, "clip2.mp4", { seconds: 2 });
  const options = { shorterSide: 48, segmentSeconds: 0.8, cache: join(root, "cache") };
  const source = await videoFrames(videos, options);
  expect(source.episodes).toEqual([
    { name: "clip2.mp4", start: 0, end: 10 },
    { name: "clip10.MP4", start: 10, end: 15 },
  ]);
  expect(all(source, source.video)).toEqual([...Array(10).fill(0), ...Array(5).fill(1)]);
  expect(all(source, source.segment)).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 3, 3, 4]);
  expect([source.segmentCount, source.fps, source.segmentSeconds]).toEqual([5, 5, 0.8]);
  expect(await counts(source)).toEqual([0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 0, 5, 10, 15, 20]);
  expect([source.key(3), source.key(10)]).toEqual(["clip2.mp4@0.600", "clip10.MP4@0.000"]);
  const [first, second] = [join(videos, "clip10.MP4"), join(videos, "clip2.mp4")];
  const listed = await videoFrames([first, second], options);
  expect(listed.episodes.map(({ name }) => name)).toEqual(["clip10.MP4", "clip2.mp4"]);
  expect(listed.fingerprint).not.toBe(source.fingerprint);
  expect((await videoFrames([second, first], options)).fingerprint).toBe(source.fingerprint);
});

test("worker threads decode the frames", async () => {
  const root = folder({});
  const path = countingVideo(root, "a.mp4");
  const source = await videoFrames(path, { shorterSide: 48, cache: join(root, "cache") });
  const pipeline = firstPixel({ count: 1 });
  const made = evaluationBatches(source, pipeline, { batchSize: 5, workers: 1, workerUrl });
  for await (const { images, indices } of made) {
    const red = (await images.data()).filter((_, at) => at % 3 === 0);
    const tens = Array.from(red, (shade) => Math.round(shade / 24));
    expect([Array.from(indices), tens]).toEqual([
      [0, 1, 2, 3, 4],
      [0, 0, 1, 1, 2],
    ]);
    images.dispose();
  }
  await made.close();
});

test("frames are JPEGs in a file, which any thread can read", async () => {
  const root = folder({});
  const path = countingVideo(root, "a.mp4", { seconds: 0.5 });
  const source = await videoFrames(path, { shorterSide: 48, cache: join(root, "cache") });
  const locations = all(source, source.locate);
  let end = 0;
  for (const location of locations) {
    if (location.kind !== "file") throw new Error("a file");
    expect(location.offset).toBe(end);
    end += location.length ?? 0;
    const bytes = readFileSync(location.path).subarray(location.offset, end);
    expect([...bytes.subarray(0, 2), ...bytes.subarray(-2)]).toEqual([0xff, 0xd8, 0xff, 0xd9]);
  }
  const [first] = locations;
  expect(first?.kind === "file" && statSync(first.path).size).toBe(end);
});

test("says what is wrong with options", async () => {
  const message = async (options: object, paths: string | string[] = "a.mp4"): Promise<string> =>
    String(await videoFrames(paths, options).catch(String));
  expect(await message({ fps: -1 })).toMatchInlineSnapshot(
    `"RangeError: videoFrames: fps must be frames a second in [0.001, 1000]; got -1."`,
  );
  expect(await message({ segmentSeconds: 0 })).toMatchInlineSnapshot(
    `"RangeError: videoFrames: segmentSeconds must be a finite number above 0; got 0."`,
  );
  expect(await message({ shorterSide: 25.5 })).toMatchInlineSnapshot(
    `"RangeError: videoFrames: shorterSide must be an integer in [1, 8192]; got 25.5."`,
  );
  expect(await message({ rotate: 45 })).toMatchInlineSnapshot(
    `"RangeError: videoFrames: rotate must be 0, 90, 180 or 270; got 45."`,
  );
  expect(await message({ crop: { width: 300, height: 224 } })).toMatchInlineSnapshot(
    `"RangeError: videoFrames: crop must be whole pixels within 256 x 256, the shorter side's square; got {"width":300,"height":224}."`,
  );
  expect(await message({ crop: { width: 224, height: 224, top: 33 } })).toContain('"top":33');
  expect(await message({ crop: { width: 0, height: 224 } })).toContain('"width":0');
  expect(await message({}, [])).toMatchInlineSnapshot(
    `"RangeError: videoFrames: paths must name at least one video; got none."`,
  );
  const root = folder({ file: "" });
  const path = countingVideo(root, "a.mp4", { seconds: 0.1 });
  const cache = join(root, "file");
  expect((await message({ cache }, path)).replaceAll(root, "ROOT")).toMatchInlineSnapshot(
    `"Error: videoFrames: cache must be a folder that can be made and written; got "ROOT/file": EEXIST: file already exists, mkdir 'ROOT/file'. Pass another."`,
  );
});
