import type { Picture } from "@unlabeled/core";
import { describe, expect, test } from "vitest";
import { fixture, picture } from "../fixtures/torchvision.ts";
import { mocoViews } from "./moco-views.ts";
import { renderClip } from "./render-clip.ts";

const photo = picture(fixture.photo);
const key = { seed: 3, epoch: 1, sample: 20, view: 1 };
const pipeline = mocoViews({ size: 8 });
const size = 8 * 8 * 3;

function clip(frames: readonly Picture[], options?: { draws: "clip" | "frame" }): Float32Array[] {
  const into = new Float32Array(frames.length * size);
  renderClip(pipeline, frames, key, into, options);
  return frames.map((_, i) => into.slice(i * size, (i + 1) * size));
}

function alone(sample: number): Float32Array {
  const into = new Float32Array(size);
  pipeline.render(photo, { ...key, sample }, into);
  return into;
}

describe("renderClip", () => {
  test("draws once for a clip, or for each frame as if it were alone", () => {
    expect(clip([photo, photo, photo])).toEqual([alone(20), alone(20), alone(20)]);
    expect(clip([photo, photo], { draws: "frame" })).toEqual([alone(20), alone(21)]);
    expect(alone(21)).not.toEqual(alone(20));
  });

  test("names what is wrong", () => {
    const narrow = { width: 2, height: 1, pixels: new Uint8Array(6) };
    expect(() => clip([photo, narrow])).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: renderClip: frames must be of one size to have the same crop; got 52 x 40, and frame 1 of 2 x 1. Resize them, or pass draws: "frame".]`,
    );
    expect(clip([photo, narrow], { draws: "frame" })).toHaveLength(2);
    expect(() => clip([])).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: renderClip: frames must hold at least 1; got 0.]`,
    );
    const short = new Float32Array(5);
    expect(() => renderClip(pipeline, [photo], key, short)).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: renderClip: into must have length 192, 1 frames' views; got 5.]`,
    );
    const bad = { draws: "once" } as unknown as { draws: "clip" };
    expect(() => clip([photo], bad)).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: renderClip: draws must be one of "clip", "frame"; got "once".]`,
    );
  });
});
