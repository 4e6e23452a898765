import { createHash } from "node:crypto";
import { mkdir, stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { cacheFolder } from "../sources/cache-folder.ts";
import { namedFiles } from "../sources/listing/named-files.ts";
import { requireFile, requirePath } from "../sources/require-path.ts";
import { decodeVideo } from "./decode-video.ts";
import { findFfmpeg } from "./find-ffmpeg.ts";
import type { FrameSource } from "./frame-source.ts";
import { type EpisodeFrames, framesOfEpisodes } from "./frames-of-episodes.ts";
import { naturalOrder } from "./natural-order.ts";
import { type CachedVideo, cachedVideo } from "./video-cache.ts";
import { isVideoName, VIDEO_FORMATS } from "./video-names.ts";
import { frameChoice, type VideoFramesOptions } from "./video-options.ts";
import { videoPrint } from "./video-print.ts";

/**
 * The frames of video files, decoded by the program ffmpeg.
 *
 * Of a video, the first frame at or after each 1/fps seconds is taken, by its time stamp: rates that
 * vary, gaps and rates below `fps` give fewer frames, never one twice. A frame is turned as the file
 * notes, put into square pixels, resized (bicubic), cut and turned, and kept as a JPEG of the best
 * quality that ffmpeg makes. The cache has a folder a video, known by the video's content and the
 * options: each is decoded once, and what was interrupted goes on with the video that it was at. Memory
 * is that of a few frames. A folder's videos go in the order of the numbers in their names, `clip2`
 * before `clip10`.
 *
 * Of a damaged or cut video, the frames that ffmpeg gives are used, and `description.damaged` says what
 * is wrong with which.
 *
 * ffmpeg is looked for only if something must be decoded: in FFMPEG_PATH, on PATH, in the npm packages
 * `ffmpeg-static` and `@ffmpeg-installer/ffmpeg`.
 *
 * @param paths - A video, some videos in their order, or a folder of videos, at any depth.
 * @throws {RangeError} If a path does not exist, there is no video in a folder, an option is out of its
 *   range, or a file gives no frame (damaged at its beginning, or sound only).
 * @throws {Error} If there is no ffmpeg, or the cache cannot be written.
 *
 * @see Orhan et al., Self-supervised learning through the eyes of a child, NeurIPS 2020, section 2, for
 *   the defaults: 5 frames a second, shorter side 256, segments of 288 s
 *
 * @example
 * const frames = await videoFrames("./recordings", { crop: { width: 224, height: 224, top: 0 } });
 * console.log(frames.episodes, frames.timestamp(100), frames.segment(100));
 */
export async function videoFrames(
  paths: string | readonly string[],
  options: VideoFramesOptions = {},
): Promise<FrameSource> {
  const { segmentSeconds, ...choice } = frameChoice("videoFrames", options);
  const cache = resolve(options.cache ?? cacheFolder("video"));
  const files = await videoFiles(paths);
  await makeCache(cache);
  let program: string | undefined;
  const hash = createHash("sha256");
  const episodes: EpisodeFrames[] = [];
  const damaged: { video: string; problem: string }[] = [];
  for (const { name, path } of files) {
    const print = await videoPrint(path, choice);
    const video = await cachedVideo(cache, print, async (into) => {
      program ??= await findFfmpeg("videoFrames");
      return decodeVideo(program, path, choice, into);
    }).catch((error: unknown) => {
      throw named(path, error);
    });
    if (video.damage !== undefined) damaged.push({ video: name, problem: video.damage });
    hash.update(`${name}\0${print}\0${video.ends.length}\n`);
    episodes.push(episodeOf(name, video));
  }
  const print = `sha256:${hash.digest("hex")}`;
  return framesOfEpisodes({
    episodes,
    fps: choice.fps,
    segmentSeconds,
    fingerprint: print,
    description: {
      kind: "video",
      paths,
      videos: episodes.length,
      pictures: episodes.reduce((sum, { timestamps }) => sum + timestamps.length, 0),
      ...choice,
      segmentSeconds,
      damaged,
      fingerprint: print,
    },
  });
}

/** The video files at the paths, and what to call them. */
async function videoFiles(
  paths: string | readonly string[],
): Promise<readonly { name: string; path: string }[]> {
  if (typeof paths !== "string") {
    if (paths.length === 0) {
      throw new RangeError("videoFrames: paths must name at least one video; got none.");
    }
    for (const path of paths) await requireFile("videoFrames", path);
    const names = new Set(paths.map((path) => basename(path)));
    const areNamesEnough = names.size === paths.length;
    return paths.map((path) => ({ name: areNamesEnough ? basename(path) : path, path }));
  }
  if (!(await requirePath("videoFrames", paths)).isDirectory()) {
    return [{ name: basename(paths), path: paths }];
  }
  const names = [...(await namedFiles("videoFrames", paths, isVideoName)).keys()];
  if (names.length === 0) {
    throw new RangeError(
      `videoFrames: a folder must contain at least one video (${VIDEO_FORMATS}); got none in "${paths}" and the folders below it.`,
    );
  }
  return names.sort(naturalOrder).map((name) => ({ name, path: join(paths, name) }));
}

async function makeCache(cache: string): Promise<void> {
  try {
    await mkdir(cache, { recursive: true });
    if ((await stat(cache)).isDirectory()) return;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `videoFrames: cache must be a folder that can be made and written; got "${cache}": ${reason}. Pass another.`,
      { cause: error },
    );
  }
}

/** What decoding threw, with the video's name and whose fault it is. */
function named(path: string, error: unknown): unknown {
  const { message, code } = error as NodeJS.ErrnoException;
  if (message.startsWith("videoFrames:")) return error; // no ffmpeg
  if (error instanceof RangeError) {
    return new RangeError(
      `videoFrames: "${path}" must be a video with at least one frame that can be decoded; got none: ${message}. Leave it out, or copy it again.`,
      { cause: error },
    );
  }
  const what = code === undefined ? "decoded" : "written to the cache";
  return new Error(`videoFrames: the frames of "${path}" cannot be ${what}: ${message}.`, {
    cause: error,
  });
}

function episodeOf(name: string, { path, ends, timestamps }: CachedVideo): EpisodeFrames {
  const offsets = Float64Array.from(ends); // 8 bytes a frame, where a list of numbers can take 16
  const times = Float64Array.from(timestamps);
  return {
    name,
    timestamps: times,
    key: (frame) => `${name}@${(times[frame] as number).toFixed(3)}`,
    locate: (frame) => {
      const offset = offsets[frame - 1] ?? 0;
      return { kind: "file", path, offset, length: (offsets[frame] as number) - offset };
    },
  };
}
