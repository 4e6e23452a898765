import type { Picture } from "@unlabeled/core";
import { checkPicture } from "../render/check-render.ts";

/** A box in pixels from the picture's top left corner; fractions are fine. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** An object of a scene. What `annotations` of a source in `@unlabeled/data` gives is one. */
export interface SceneObject {
  readonly box: Box;
  /** Its class, from 0. */
  readonly category: number;
  /** A group of objects (COCO's iscrowd): dropped before anything else. Default false. */
  readonly crowd?: boolean | undefined;
}

/** A picture with what is known of it. */
export interface Scene {
  readonly picture: Picture;
  readonly objects: readonly SceneObject[];
  /** A class a pixel, `[height, width]` bytes; 255 is to be ignored. */
  readonly mask?: Uint8Array | undefined;
}

/** The class of pixels that count for nothing. */
export const IGNORE = 255;

/** Throws unless picture, boxes and mask are whole. */
export function checkScene(name: string, { picture, objects, mask }: Scene): void {
  checkPicture(name, "scene.picture", picture);
  for (const [i, { box }] of objects.entries()) checkBox(`${name}: scene.objects[${i}].box`, box);
  const { width, height } = picture;
  if (mask !== undefined && mask.length !== width * height) {
    throw new RangeError(
      `${name}: scene.mask must have ${width} * ${height} = ${width * height} bytes; got ${mask.length}.`,
    );
  }
}

function checkBox(name: string, { left, top, width, height }: Box): void {
  for (const [side, value] of Object.entries({ left, top })) {
    if (!Number.isFinite(value)) {
      throw new RangeError(`${name}.${side} must be a finite number of pixels; got ${value}.`);
    }
  }
  for (const [side, value] of Object.entries({ width, height })) {
    if (!(Number.isFinite(value) && value >= 0)) {
      throw new RangeError(`${name}.${side} must be a number of pixels, ≥ 0; got ${value}.`);
    }
  }
}
