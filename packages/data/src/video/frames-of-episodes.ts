import { checkIndex } from "../sources/check-index.ts";
import { defineSource } from "../sources/define-source.ts";
import type { PictureLocation } from "../sources/pictures/picture-location.ts";
import type { Episode, FrameSource } from "./frame-source.ts";

/** A video's frames. */
export interface EpisodeFrames {
  readonly name: string;
  /** Seconds; at least one. */
  readonly timestamps: ArrayLike<number>;
  key(frame: number): string;
  locate(frame: number): PictureLocation;
}

interface FramesOfEpisodesParts
  extends Pick<FrameSource, "fps" | "segmentSeconds" | "fingerprint" | "description"> {
  readonly episodes: readonly EpisodeFrames[];
}

const TOLERANCE = 1e-3; // seconds: containers round time stamps to that

/** The source of these videos' frames, one video after the other. */
export function framesOfEpisodes(parts: FramesOfEpisodesParts): FrameSource {
  const { fps, segmentSeconds } = parts;
  const episodes: Episode[] = [];
  for (const { name, timestamps } of parts.episodes) {
    const start = episodes.at(-1)?.end ?? 0;
    episodes.push({ name, start, end: start + timestamps.length });
  }
  const length = episodes.at(-1)?.end ?? 0;
  const segments = new Int32Array(length);
  let segmentCount = 0;
  for (const [at, { timestamps }] of parts.episodes.entries()) {
    const { start } = episodes[at] as Episode;
    const first = timestamps[0] as number;
    let last = -1;
    for (let frame = 0; frame < timestamps.length; frame++) {
      const elapsed = (timestamps[frame] as number) - first + TOLERANCE;
      const run = Math.max(last, Math.floor(elapsed / segmentSeconds));
      if (run !== last) segmentCount++; // a run without a frame has no number
      last = run;
      segments[start + frame] = segmentCount - 1;
    }
  }
  const videoAt = (caller: string, index: number): number =>
    episodeOf(episodes, checkIndex(`FrameSource.${caller}`, index, length));
  const frameAt = (caller: string, index: number): readonly [EpisodeFrames, number] => {
    const video = videoAt(caller, index);
    return [parts.episodes[video] as EpisodeFrames, index - (episodes[video] as Episode).start];
  };
  return {
    ...defineSource({
      length,
      fingerprint: parts.fingerprint,
      description: parts.description,
      key: (index) => {
        const [episode, frame] = frameAt("key", index);
        return episode.key(frame);
      },
      locate: (index) => {
        const [episode, frame] = frameAt("locate", index);
        return episode.locate(frame);
      },
    }),
    fps,
    segmentSeconds,
    segmentCount,
    episodes,
    video: (index) => videoAt("video", index),
    timestamp: (index) => {
      const [{ timestamps }, frame] = frameAt("timestamp", index);
      return timestamps[frame] as number;
    },
    segment: (index) => segments[checkIndex("FrameSource.segment", index, length)] as number,
  };
}

/** The episode that a frame is in, by bisection. */
function episodeOf(episodes: readonly Episode[], index: number): number {
  let [low, high] = [0, episodes.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (index < (episodes[middle] as Episode).end) high = middle;
    else low = middle + 1;
  }
  return low;
}
