import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folder } from "../../fixtures/pictures.ts";
import { countingVideo, video, withoutFfmpeg } from "../../fixtures/videos.ts";
import { videoFrames } from "./video-frames.ts";

test("of a video that is cut, uses the frames up to there and says so", async () => {
  const root = folder({});
  const options = { shorterSide: 48, cache: join(root, "cache") };
  const noise = "noise=alls=60:allf=t";
  const faststart = ["-movflags", "+faststart"];
  const path = countingVideo(root, "a.mp4", { seconds: 4, filters: noise, options: faststart });
  const whole = readFileSync(path);
  const cut = join(root, "cut.mp4");
  writeFileSync(cut, whole.subarray(0, Math.floor(whole.length * 0.6)));
  const source = await videoFrames(cut, options);
  expect(source.length).toBeGreaterThan(8);
  expect(source.length).toBeLessThan(14);
  const { damaged } = source.description as { damaged: { video: string; problem: string }[] };
  expect(damaged).toEqual([{ video: "cut.mp4", problem: expect.any(String) }]);
  expect(damaged[0]?.problem).toMatch(/ffmpeg reports \d+ errors, the first: /);
  expect(damaged[0]?.problem).toMatch(/the last frame is at \d\.\d+ s, but the file claims 4 s$/);
  await withoutFfmpeg(async () => {
    expect((await videoFrames(cut, options)).description.damaged).toEqual(damaged);
  });
});

test("of a video that is damaged within, uses what can be decoded and says so", async () => {
  const root = folder({});
  const path = countingVideo(root, "a.mpg", {
    seconds: 4,
    filters: "noise=alls=60:allf=t",
    options: ["-b:v", "2M"],
  });
  const bytes = readFileSync(path);
  for (let at = Math.floor(bytes.length / 2); at < bytes.length / 2 + 9000; at += 7)
    bytes[at] = 0x55;
  writeFileSync(path, bytes);
  const source = await videoFrames(path, { shorterSide: 48, cache: join(root, "cache") });
  expect(source.length).toBeGreaterThan(15);
  expect(await source.read(source.length - 1)).toMatchObject({ width: 64, height: 48 });
  expect(source.description.damaged).toEqual([
    { video: "a.mpg", problem: expect.stringMatching(/^ffmpeg reports \d+ errors, the first: /) },
  ]);
});

test("says what is wrong with files that give no frame", async () => {
  const root = folder({ "empty.mp4": "", "text.mp4": "no video", "none/a.txt": "" });
  const sound = video(root, "sound.avi", ["-f", "lavfi", "-i", "sine=d=1"]);
  const plain = countingVideo(root, "plain.mp4");
  const cover = ["-frames:v", "1", "-c:v", "mjpeg", "-disposition:v", "attached_pic"];
  video(root, "cover.mp4", ["-i", sound, "-i", plain, "-map", "0", "-map", "1", ...cover]);
  writeFileSync(join(root, "cut.mp4"), readFileSync(plain).subarray(0, 2000)); // without its index
  const message = async (path: string): Promise<string> => {
    const options = { cache: join(root, "cache") };
    const error = await videoFrames(join(root, path), options).catch(String);
    return String(error).replaceAll(root, "ROOT");
  };
  expect(await message("empty.mp4")).toContain('RangeError: videoFrames: "ROOT/empty.mp4" must be');
  expect(await message("text.mp4")).toContain('RangeError: videoFrames: "ROOT/text.mp4" must be');
  expect(await message("cut.mp4")).toMatch(
    /^RangeError: videoFrames: "ROOT\/cut.mp4" must be a video .*; got none: .+\. Leave it out, or copy it again\.$/,
  );
  expect(await message("sound.avi")).toMatchInlineSnapshot(
    `"RangeError: videoFrames: "ROOT/sound.avi" must be a video with at least one frame that can be decoded; got none: it holds no video, only sound or the like. Leave it out, or copy it again."`,
  );
  expect(await message("cover.mp4")).toContain("it holds no video, only sound or the like");
  expect(await message("none")).toMatchInlineSnapshot(
    `"RangeError: videoFrames: a folder must contain at least one video (.mp4, .m4v, .mov, .mkv, .webm, .avi, .mpg or .mpeg); got none in "ROOT/none" and the folders below it."`,
  );
  expect(await message("absent.mp4")).toMatchInlineSnapshot(
    `"RangeError: videoFrames: path must be an existing file or folder; got "ROOT/absent.mp4"."`,
  );
  expect(existsSync(join(root, "cache"))).toBe(true);
  expect(readdirSync(join(root, "cache"))).toEqual([]);
});
