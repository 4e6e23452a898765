import { checkFrameOptions, PAPER_SEGMENT_SECONDS } from "./check-frame-options.ts";

/** A part of the resized frame, pixels. */
export interface FrameCrop {
  readonly width: number;
  readonly height: number;
  /** Default: centred. */
  readonly left?: number;
  /** Default: centred. */
  readonly top?: number;
}

export interface VideoFramesOptions {
  /** Frames a second, in [0.001, 1000]. Default 5, the paper's. */
  readonly fps?: number;
  /** What the shorter side of a frame is resized to, pixels, in [1, 8192]. Default 256, the paper's. */
  readonly shorterSide?: number;
  /**
   * What is cut out of the resized frame, within its first `shorterSide` pixels each way where a place
   * is given. The paper's: { width: 224, height: 224, top: 0 }. Default: whole frames.
   */
  readonly crop?: FrameCrop;
  /** Degrees clockwise that the frame is turned by, after it was cut; the paper's is 180. Default 0. */
  readonly rotate?: 0 | 90 | 180 | 270;
  /** Length of a temporal segment, seconds. Default 288, the paper's. */
  readonly segmentSeconds?: number;
  /** Folder for decoded frames. Default: `unlabeled/video` in $XDG_CACHE_HOME, or in ~/.cache. */
  readonly cache?: string;
}

/** What frames depend on. */
export interface FrameChoice {
  readonly fps: number;
  readonly shorterSide: number;
  readonly crop?: FrameCrop;
  readonly rotate: 0 | 90 | 180 | 270;
}

/** The options with their defaults. @throws {RangeError} If one is out of its range. */
export function frameChoice(
  caller: string,
  options: VideoFramesOptions,
): FrameChoice & { segmentSeconds: number } {
  const { fps = 5, shorterSide = 256, crop, rotate = 0 } = options;
  const { segmentSeconds = PAPER_SEGMENT_SECONDS } = options;
  checkFrameOptions(caller, fps, segmentSeconds);
  if (!Number.isInteger(shorterSide) || shorterSide < 1 || shorterSide > 8192) {
    throw new RangeError(
      `${caller}: shorterSide must be an integer in [1, 8192]; got ${shorterSide}.`,
    );
  }
  if (![0, 90, 180, 270].includes(rotate)) {
    throw new RangeError(`${caller}: rotate must be 0, 90, 180 or 270; got ${rotate}.`);
  }
  if (crop !== undefined) checkCrop(caller, crop, shorterSide);
  return { fps, shorterSide, crop, rotate, segmentSeconds };
}

/** A crop within the square of the shorter side is within every frame. */
function checkCrop(caller: string, crop: FrameCrop, shorterSide: number): void {
  const { width, height, left = 0, top = 0 } = crop;
  const areWhole = [width, height, left, top].every((side) => Number.isInteger(side) && side >= 0);
  const fits = left + width <= shorterSide && top + height <= shorterSide;
  if (!areWhole || width < 1 || height < 1 || !fits) {
    throw new RangeError(
      `${caller}: crop must be whole pixels within ${shorterSide} x ${shorterSide}, the shorter side's square; got ${JSON.stringify(crop)}.`,
    );
  }
}
