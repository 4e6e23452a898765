import type { Picture, ViewKey, ViewPipeline } from "@unlabeled/core";
import { checkFields, checkName } from "./recipes/check-value.ts";

export interface RenderClipOptions {
  /**
   * "clip": all frames have the draws of `key`, so that crop, flip and colours stay the same over the clip.
   * "frame": frame i has those of sample `key.sample + i`, as if it were seen alone. Default "clip".
   */
  draws?: "clip" | "frame" | undefined;
}

/**
 * Writes view `key.view` of each frame of a clip, `[frames, height, width, 3]`.
 *
 * @param key - Of the clip; its sample is the first frame's place in the source.
 * @throws {RangeError} If there is no frame, `into` has another length, or frames with the same draws have
 *   different sizes; and what the pipeline throws.
 *
 * @example
 * const clip = new Float32Array(frames.length * 112 * 112 * 3);
 * renderClip(mocoViews({ size: 112 }), frames, { seed: 0, epoch: 0, sample: 40, view: 0 }, clip);
 */
export function renderClip(
  pipeline: ViewPipeline,
  frames: readonly Picture[],
  key: ViewKey,
  into: Float32Array,
  options: RenderClipOptions = {},
): void {
  checkFields("renderClip: options", options, ["draws"]);
  const { draws = "clip" } = options;
  checkName("renderClip: draws", draws, ["clip", "frame"]);
  const size = pipeline.height * pipeline.width * 3;
  const [first] = frames;
  if (first === undefined) throw new RangeError("renderClip: frames must hold at least 1; got 0.");
  if (into.length !== frames.length * size) {
    throw new RangeError(
      `renderClip: into must have length ${frames.length * size}, ${frames.length} frames' views; got ${into.length}.`,
    );
  }
  const { width, height } = first;
  const other = frames.findIndex((one) => one.width !== width || one.height !== height);
  if (draws === "clip" && other > 0) {
    const { width: w, height: h } = frames[other] as Picture;
    throw new RangeError(
      `renderClip: frames must be of one size to have the same crop; got ${width} x ${height}, and frame ${other} of ${w} x ${h}. Resize them, or pass draws: "frame".`,
    );
  }
  for (const [i, frame] of frames.entries()) {
    const sample = draws === "clip" ? key.sample : key.sample + i;
    pipeline.render(frame, { ...key, sample }, into.subarray(i * size, (i + 1) * size));
  }
}
