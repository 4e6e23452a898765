import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folder } from "../../fixtures/pictures.ts";
import { all, countingVideo, counts, withoutFfmpeg } from "../../fixtures/videos.ts";
import { videoFrames } from "./video-frames.ts";

test("decodes a video once, wherever it lies and whatever it is called", async () => {
  const root = folder({});
  const options = { shorterSide: 48, cache: join(root, "cache") };
  const path = countingVideo(root, "a.mp4");
  const first = await videoFrames(path, options);
  const moved = join(root, "moved.mp4");
  writeFileSync(moved, readFileSync(path));
  await withoutFfmpeg(async () => {
    const again = await videoFrames(path, { ...options, segmentSeconds: 1 });
    expect(again.fingerprint).toBe(first.fingerprint);
    expect(all(again, again.locate)).toEqual(all(first, first.locate));
    expect(all(again, again.timestamp)).toEqual(all(first, first.timestamp));
    expect((await videoFrames(moved, options)).key(0)).toBe("moved.mp4@0.000");
    for (const change of [{ fps: 4 }, { shorterSide: 47 }, { rotate: 180 }] as const) {
      await expect(videoFrames(path, { ...options, ...change })).rejects.toThrow("FFMPEG_PATH");
    }
    await expect(videoFrames(path, { ...options, crop: { width: 4, height: 4 } })).rejects.toThrow(
      "FFMPEG_PATH",
    );
  });
  expect(readdirSync(options.cache)).toHaveLength(1);
});

test("begins again where the cache is damaged or cut", async () => {
  const root = folder({});
  const options = { shorterSide: 48, cache: join(root, "cache") };
  const path = countingVideo(root, "a.mp4");
  const first = await videoFrames(path, options);
  const cached = join(options.cache, readdirSync(options.cache)[0] ?? "");
  for (const [name, content] of [
    ["index.json", "{"],
    ["index.json", JSON.stringify({ ends: [5], timestamps: [] })],
    ["frames.mjpeg", "cut"],
  ] as const) {
    writeFileSync(join(cached, name), content);
    const again = await videoFrames(path, options);
    expect(await counts(again)).toEqual([0, 5, 10, 15, 20]);
    expect(again.fingerprint).toBe(first.fingerprint);
  }
});

test("what is done stays done if a later video fails", async () => {
  const root = folder({ "videos/b.mp4": "no video" });
  const options = { shorterSide: 48, cache: join(root, "cache") };
  const path = countingVideo(join(root, "videos"), "a.mp4");
  await expect(videoFrames(join(root, "videos"), options)).rejects.toThrow("b.mp4");
  expect(readdirSync(options.cache).filter((name) => name.endsWith(".partial"))).toEqual([]);
  await withoutFfmpeg(async () => {
    expect(await counts(await videoFrames(path, options))).toEqual([0, 5, 10, 15, 20]);
  });
});

test("the cache is in $XDG_CACHE_HOME unless told", async () => {
  const root = folder({});
  const before = process.env.XDG_CACHE_HOME;
  process.env.XDG_CACHE_HOME = join(root, "home");
  try {
    await videoFrames(countingVideo(root, "a.mp4"));
    expect(readdirSync(join(root, "home", "unlabeled", "video"))).toHaveLength(1);
  } finally {
    if (before === undefined) delete process.env.XDG_CACHE_HOME;
    else process.env.XDG_CACHE_HOME = before;
  }
});
