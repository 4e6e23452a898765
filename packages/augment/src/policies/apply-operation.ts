import type { Picture } from "@unlabeled/core";
import { autoContrast } from "../bytes/auto-contrast.ts";
import { brightness } from "../bytes/brightness.ts";
import type { WarpOptions } from "../bytes/byte-options.ts";
import { colour } from "../bytes/colour.ts";
import { contrast } from "../bytes/contrast.ts";
import { cutout } from "../bytes/cutout.ts";
import { equalize } from "../bytes/equalize.ts";
import { flip } from "../bytes/flip.ts";
import { invert } from "../bytes/invert.ts";
import { posterize } from "../bytes/posterize.ts";
import { rotate } from "../bytes/rotate.ts";
import { sharpness } from "../bytes/sharpness.ts";
import { shearX } from "../bytes/shear-x.ts";
import { shearY } from "../bytes/shear-y.ts";
import { solarize } from "../bytes/solarize.ts";
import { solarizeAdd } from "../bytes/solarize-add.ts";
import { translateX } from "../bytes/translate-x.ts";
import { translateY } from "../bytes/translate-y.ts";
import type { DrawnOperation, OperationName, Policy } from "./policy.ts";

type Operation = (
  picture: Picture,
  drawn: DrawnOperation,
  options: Pick<WarpOptions, "definition" | "interpolation" | "fill">,
) => Picture;

const OPERATIONS: Readonly<Record<OperationName, Operation>> = {
  identity: (picture) => picture,
  autoContrast: (picture, _drawn, options) => autoContrast(picture, options),
  equalize: (picture) => equalize(picture),
  invert: (picture) => invert(picture),
  flip: (picture) => flip(picture),
  rotate: (picture, { amount }, options) => rotate(picture, amount, options),
  posterize: (picture, { amount }) => posterize(picture, amount),
  solarize: (picture, { amount }) => solarize(picture, amount),
  solarizeAdd: (picture, { amount }) => solarizeAdd(picture, amount),
  colour: (picture, { amount }, options) => colour(picture, amount, options),
  contrast: (picture, { amount }, options) => contrast(picture, amount, options),
  brightness: (picture, { amount }) => brightness(picture, amount),
  sharpness: (picture, { amount }, options) => sharpness(picture, amount, options),
  shearX: (picture, { amount }, options) => shearX(picture, amount, options),
  shearY: (picture, { amount }, options) => shearY(picture, amount, options),
  translateX: (picture, drawn, options) => translateX(picture, pixelsOf(drawn, picture), options),
  translateY: (picture, drawn, options) => translateY(picture, pixelsOf(drawn, picture), options),
  cutout: (picture, { amount, at: [x, y] = [0.5, 0.5] }, { fill }) => {
    const centre = { x: Math.floor(x * picture.width), y: Math.floor(y * picture.height) };
    return cutout(picture, { ...centre, half: amount }, { fill });
  },
};

/** The names of all operations. */
export const OPERATION_NAMES: readonly string[] = Object.keys(OPERATIONS);

/** What one drawn operation makes of a whole picture: a new one, or for "identity" the same. */
export function applyOperation(
  picture: Picture,
  drawn: DrawnOperation,
  { definition, interpolation, fill }: Policy,
): Picture {
  return OPERATIONS[drawn.operation](picture, drawn, { definition, interpolation, fill });
}

/** A translation's amount in pixels. */
export function pixelsOf(
  { operation, amount, shareOf }: DrawnOperation,
  { width, height }: { readonly width: number; readonly height: number },
): number {
  if (shareOf === undefined) return amount;
  // float32 first, as torchvision: 45 must not become 44.999… and then 44
  return Math.trunc(Math.fround(amount * (operation === "translateX" ? width : height)));
}
