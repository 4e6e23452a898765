import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { folder } from "../../fixtures/pictures.ts";
import { countingVideo, countOf } from "../../fixtures/videos.ts";
import { videoFrames } from "./video-frames.ts";

const program = fileURLToPath(new URL("../../fixtures/decode.js", import.meta.url));

test("what was killed while it decoded does not count; the next one begins again", async () => {
  const root = folder({});
  const cache = join(root, "cache");
  const loop = ["-vf", "loop=39:100", "-r", "25"]; // 4,000 frames
  const path = countingVideo(root, "a.mp4", { seconds: 4, options: loop });
  const killed = spawn(process.execPath, [program, path, cache], { stdio: "ignore" });
  const hasBegun = (): boolean =>
    existsSync(cache) &&
    readdirSync(cache).some((name) => {
      const frames = join(cache, name, "frames.mjpeg");
      return name.endsWith(".partial") && existsSync(frames) && statSync(frames).size > 100_000;
    });
  while (!hasBegun() && killed.exitCode === null) await wait(5);
  killed.kill("SIGKILL");
  await once(killed, "exit");
  const left = readdirSync(cache);
  expect(left).toEqual([expect.stringMatching(/\.partial$/)]);

  const source = await videoFrames(path, { fps: 25, shorterSide: 48, cache });
  expect(source.length).toBe(4000);
  expect(countOf(await source.read(3999))).toBe(99);
  expect(readdirSync(cache)).toContain(left[0]); // it may be another program's, still at work
});

test("what was interrupted long ago goes", async () => {
  const root = folder({});
  const cache = join(root, "cache");
  const [old, young] = ["old.partial", "young.partial"].map((name) => join(cache, name));
  for (const each of [old, young] as [string, string]) {
    mkdirSync(each, { recursive: true });
    writeFileSync(join(each, "frames.mjpeg"), "");
  }
  const twoHoursAgo = Date.now() / 1000 - 7200;
  utimesSync(join(old as string, "frames.mjpeg"), twoHoursAgo, twoHoursAgo);
  await videoFrames(countingVideo(root, "a.mp4"), { shorterSide: 48, cache });
  expect(readdirSync(cache)).not.toContain("old.partial");
  expect(readdirSync(cache)).toContain("young.partial");
});

test("two that decode one video at a time do not meet", async () => {
  const root = folder({});
  const options = { shorterSide: 48, cache: join(root, "cache") };
  const path = countingVideo(root, "a.mp4");
  const [first, second] = await Promise.all([
    videoFrames(path, options),
    videoFrames(path, options),
  ]);
  expect(first.fingerprint).toBe(second.fingerprint);
  for (const source of [first, second]) expect(countOf(await source.read(4))).toBe(20);
  expect(readdirSync(options.cache)).toHaveLength(1);
});
