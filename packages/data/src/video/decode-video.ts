import { spawn } from "node:child_process";
import { once } from "node:events";
import type { FileHandle } from "node:fs/promises";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import { FfmpegLog } from "./ffmpeg-log.ts";
import { EVEN_RATE, frameFilter } from "./frame-filter.ts";
import { JpegEnds } from "./jpeg-ends.ts";
import type { FrameChoice } from "./video-options.ts";

/** The frames of a video in a file: JPEG after JPEG. */
export interface DecodedVideo {
  /** The position after each frame, bytes. */
  readonly ends: readonly number[];
  /** Seconds from the video's beginning. */
  readonly timestamps: readonly number[];
  /** What is wrong with the video; absent if nothing was noticed. */
  readonly damage?: string;
}

const QUALITY = "2"; // of 2 to 31, the best first

/**
 * Decodes a video's frames into a file, with memory for a few frames.
 *
 * Of a damaged video, all that ffmpeg can decode is taken. A turn that the file notes is applied.
 *
 * @throws {RangeError} If there is no frame.
 * @throws {Error} If ffmpeg does not end by itself, or the frames cannot be written.
 */
export async function decodeVideo(
  program: string,
  path: string,
  choice: FrameChoice,
  into: FileHandle,
): Promise<DecodedVideo> {
  const child = spawn(program, programArguments(path, choice), {
    stdio: ["ignore", "pipe", "pipe"],
    windowsHide: true,
  });
  const ended = once(child, "close") as Promise<[number | null, NodeJS.Signals | null]>;
  ended.catch(() => {}); // it is awaited below, after the frames
  const log = new FfmpegLog();
  createInterface({ input: child.stderr }).on("line", (line) => log.take(line));
  const jpegs = new JpegEnds();
  try {
    for await (const bytes of child.stdout) {
      jpegs.push(bytes);
      await into.writeFile(bytes);
    }
  } catch (error) {
    child.kill("SIGKILL");
    throw error;
  }
  const [code, signal] = await ended;
  if (signal !== null) throw new Error(`ffmpeg was ended by ${signal}`);
  return decoded(path, choice.fps, jpegs.ends, log, code ?? 0);
}

function programArguments(path: string, choice: FrameChoice): string[] {
  return [
    ["-nostdin", "-hide_banner", "-nostats", "-loglevel", "repeat+level+info"],
    ["-protocol_whitelist", "file", "-i", `file:${resolve(path)}`], // a playlist must not reach out
    ["-map", "0:V:0", "-an", "-sn", "-dn"], // the first video that is not a cover
    ["-vf", frameFilter(choice), "-r", String(EVEN_RATE)],
    ["-fflags", "+bitexact", "-flags:v", "+bitexact", "-c:v", "mjpeg", "-q:v", QUALITY],
    ["-f", "image2pipe", "pipe:1"],
  ].flat();
}

function decoded(
  path: string,
  fps: number,
  ends: readonly number[],
  log: FfmpegLog,
  code: number,
): DecodedVideo {
  const errors = log.errors.map((text) => text.replaceAll(`file:${resolve(path)}`, "it").trim());
  if (log.hasUntimed) throw new RangeError("its frames have no time stamps");
  if (code === 0 && ends.length !== log.timestamps.length) {
    throw new Error(`ffmpeg gave ${ends.length} frames and ${log.timestamps.length} time stamps`);
  }
  const count = Math.min(ends.length, log.timestamps.length);
  const last = log.timestamps[count - 1];
  if (last === undefined) {
    const isWithoutVideo = errors.some((text) => text.includes("matches no streams"));
    throw new RangeError(
      isWithoutVideo
        ? "it holds no video, only sound or the like"
        : errors.slice(0, 2).join("; ") || `ffmpeg gave no frame and ended with code ${code}`,
    );
  }
  const notes = [
    ...(log.errorCount > 0
      ? [`ffmpeg reports ${log.errorCount} errors, the first: ${errors[0]}`]
      : []),
    ...(log.duration !== undefined && log.duration - last > 1 + 2 / fps
      ? [`the last frame is at ${last.toFixed(2)} s, but the file claims ${log.duration} s`]
      : []),
  ];
  return {
    ends: ends.slice(0, count),
    timestamps: log.timestamps.slice(0, count),
    ...(notes.length > 0 && { damage: notes.join("; ") }),
  };
}
