import type { FrameCrop } from "./video-options.ts";

interface FrameFilterOptions {
  readonly fps: number;
  readonly shorterSide: number;
  readonly crop?: FrameCrop;
  readonly rotate: 0 | 90 | 180 | 270;
}

/** Ticks a second of the time stamps that ffmpeg tells. */
export const TICKS = 1_000_000;

const ON_TIME = 0.001; // seconds: containers round time stamps to that

/**
 * ffmpeg's filters from a video's frames to those of a source, and their time stamps on its log.
 *
 * A frame is taken where floor(t · fps) changes, so that a rate which does not divide the video's (29.97
 * and 5) comes out right, and gaps of the video stay gaps. Resizing is bicubic over the shape that the
 * frame is shown in, pixels that are not square included, and goes through RGB, as the colours of
 * JPEG are not those of HD video.
 */
export function frameFilter({ fps, shorterSide, crop, rotate }: FrameFilterOptions): string {
  const slot = (time: string): string => `floor((${time}+${ON_TIME})*${fps})`;
  const side = shorterSide;
  return [
    `select='isnan(prev_selected_t)+not(eq(${slot("t")},${slot("prev_selected_t")}))'`,
    `scale=w='if(gt(dar,1),round(${side}*dar),${side})':h='if(gt(dar,1),${side},round(${side}/dar))':flags=bicubic+accurate_rnd+full_chroma_int+bitexact`,
    "setsar=1",
    "format=rgb24",
    ...(crop ? [`crop=${cropPlace(crop)}:exact=1`] : []),
    ...TURNS[rotate],
    `settb=1/${TICKS}`,
    "showinfo",
    `settb=1/${EVEN_RATE}`,
    "setpts=N",
    "scale=out_color_matrix=bt601:out_range=pc:flags=accurate_rnd+bitexact",
    "format=yuvj444p", // colours at full resolution: halved again after the video halved them, they blur,
  ].join(",");
}

/** Frames leave ffmpeg as if evenly spaced at this rate: it then repeats none and drops none. */
export const EVEN_RATE = 25;

const TURNS = {
  0: [],
  90: ["transpose=clock"],
  180: ["hflip", "vflip"],
  270: ["transpose=cclock"],
} as const;

function cropPlace({ width, height, left, top }: FrameCrop): string {
  const x = left ?? `floor((iw-${width})/2)`;
  const y = top ?? `floor((ih-${height})/2)`;
  return `w=${width}:h=${height}:x=${x}:y=${y}`;
}
