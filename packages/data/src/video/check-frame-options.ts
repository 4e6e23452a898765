/** @throws {RangeError} If frames a second or the length of segments cannot be used. */
export function checkFrameOptions(caller: string, fps: number, segmentSeconds: number): void {
  if (!(fps >= 0.001 && fps <= 1000)) {
    throw new RangeError(`${caller}: fps must be frames a second in [0.001, 1000]; got ${fps}.`);
  }
  if (!(segmentSeconds > 0 && Number.isFinite(segmentSeconds))) {
    throw new RangeError(
      `${caller}: segmentSeconds must be a finite number above 0; got ${segmentSeconds}.`,
    );
  }
}

/** Length of a segment that does best in the paper, at 5 frames a second: Orhan et al. 2020, section 3. */
export const PAPER_SEGMENT_SECONDS = 288;
