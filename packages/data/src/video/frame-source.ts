import type { Source } from "../sources/source.ts";

/** Frames of videos, in the order of time; one video after the other. */
export interface FrameSource extends Source {
  /** Frames a second that were asked for. Where the video has gaps there are fewer: see `timestamp`. */
  readonly fps: number;
  /** Length of a temporal segment, seconds. */
  readonly segmentSeconds: number;
  /** How many segments there are: `segment` is below it. */
  readonly segmentCount: number;
  /** The videos: their names and which frames are theirs. */
  readonly episodes: readonly Episode[];
  /**
   * Which video a frame is of: an index into `episodes`.
   *
   * @throws {RangeError} If index is not an integer in [0, length).
   */
  video(index: number): number;
  /**
   * When the frame is shown, seconds from the video's beginning.
   *
   * @throws {RangeError} If index is not an integer in [0, length).
   */
  timestamp(index: number): number;
  /**
   * The temporal class of a frame: each video is cut into runs of `segmentSeconds`, the last of them
   * shorter, and the runs of all videos are numbered from 0.
   *
   * @throws {RangeError} If index is not an integer in [0, length).
   * @see Orhan et al., Self-supervised learning through the eyes of a child, NeurIPS 2020, section 3,
   *   where runs go on over the borders of videos: that is `Math.floor(index / (fps * segmentSeconds))`
   */
  segment(index: number): number;
}

/** A video and its frames in the source. */
export interface Episode {
  /** Path of the video or folder below the folder that was opened, or the file's name. */
  readonly name: string;
  /** Index of its first frame. */
  readonly start: number;
  /** Index after its last frame; above start. */
  readonly end: number;
}
