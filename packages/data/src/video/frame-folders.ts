import { basename, join, resolve } from "node:path";
import { fingerprint } from "../sources/fingerprint.ts";
import { namedFiles } from "../sources/listing/named-files.ts";
import { isPictureName, PICTURE_FORMATS } from "../sources/listing/picture-extensions.ts";
import { requireFolder } from "../sources/require-path.ts";
import { checkFrameOptions, PAPER_SEGMENT_SECONDS } from "./check-frame-options.ts";
import type { FrameSource } from "./frame-source.ts";
import { type EpisodeFrames, framesOfEpisodes } from "./frames-of-episodes.ts";
import { naturalOrder } from "./natural-order.ts";

export interface FrameFoldersOptions {
  /** Frames a second, in [0.001, 1000]: at which the frames were taken from the video. */
  readonly fps: number;
  /**
   * What the names of frames match, without folders. If it has a group, that is the frame's number:
   * frames go in its order, and missing numbers are missing time. Default: every picture, in the order
   * of the numbers in its name, one after the other.
   */
  readonly pattern?: RegExp;
  /** Length of a temporal segment, seconds. Default 288, the paper's. */
  readonly segmentSeconds?: number;
}

/**
 * Frames that lie in folders as pictures: every folder that holds some is a video of its own.
 *
 * Folders and frames go in the order of the numbers in their names: `frame_2` before `frame_10`.
 *
 * @throws {RangeError} If root is not a folder, holds no frame, an option is out of its range, or two
 *   frames of a folder have one number.
 *
 * @example
 * const frames = await frameFolders("./frames", { fps: 5, pattern: /^img_(\d+)\.jpg$/ });
 */
export async function frameFolders(
  root: string,
  { fps, pattern, segmentSeconds = PAPER_SEGMENT_SECONDS }: FrameFoldersOptions,
): Promise<FrameSource> {
  checkFrameOptions("frameFolders", fps, segmentSeconds);
  await requireFolder("frameFolders", root);
  const folders = new Map<string, Frame[]>();
  const sizes = await namedFiles("frameFolders", root, isPictureName);
  for (const path of sizes.keys()) {
    const slash = path.lastIndexOf("/");
    const [folder, name] = [path.slice(0, Math.max(0, slash)), path.slice(slash + 1)];
    const match = pattern === undefined ? [] : name.match(unglobal(pattern));
    if (match === null) continue;
    const frame = { path, name, number: match[1] === undefined ? undefined : Number(match[1]) };
    const others = folders.get(folder);
    if (others === undefined) folders.set(folder, [frame]);
    else others.push(frame);
  }
  if (folders.size === 0) {
    const named = pattern === undefined ? "" : ` whose name matches ${pattern}`;
    throw new RangeError(
      `frameFolders: root must contain at least one picture (${PICTURE_FORMATS})${named}; got ${sizes.size === 0 ? "no picture" : `${sizes.size} pictures, none of them such`} in "${root}" and the folders below it.`,
    );
  }
  const episodes = [...folders.keys()]
    .sort(naturalOrder)
    .map((folder) => episodeOf(root, folder, folders.get(folder) ?? [], fps));
  const paths = episodes.flatMap(({ frames }) => frames.map(({ path }) => path));
  const print = fingerprint(paths.map((path) => [path, sizes.get(path) ?? -1]));
  return framesOfEpisodes({
    episodes,
    fps,
    segmentSeconds,
    fingerprint: print,
    description: {
      kind: "frames",
      path: root,
      videos: episodes.length,
      pictures: paths.length,
      fps,
      pattern: pattern?.source,
      segmentSeconds,
      fingerprint: print,
    },
  });
}

interface Frame {
  readonly path: string;
  readonly name: string;
  readonly number?: number;
}

function episodeOf(
  root: string,
  folder: string,
  frames: readonly Frame[],
  fps: number,
): EpisodeFrames & { frames: readonly Frame[] } {
  const name = folder || basename(resolve(root));
  const ordered = [...frames].sort(
    (a, b) => (a.number ?? 0) - (b.number ?? 0) || naturalOrder(a.name, b.name),
  );
  for (const [at, { number, path }] of ordered.entries()) {
    const before = ordered[at - 1];
    if (number !== undefined && (Number.isNaN(number) || before?.number === number)) {
      throw new RangeError(
        `frameFolders: the pattern's group must be the frame's number, another for each; got "${path}"${before === undefined || Number.isNaN(number) ? "" : ` and "${before.path}"`}.`,
      );
    }
  }
  const first = ordered[0]?.number ?? 0;
  const path = (frame: number): string => (ordered[frame] as Frame).path;
  return {
    name,
    frames: ordered,
    timestamps: Float64Array.from(
      ordered,
      ({ number }, at) => ((number ?? first + at) - first) / fps,
    ),
    key: path,
    locate: (frame) => ({ kind: "file", path: join(root, path(frame)) }),
  };
}

/** The pattern without the flags that make it remember where it was. */
function unglobal(pattern: RegExp): RegExp {
  return new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, ""));
}
