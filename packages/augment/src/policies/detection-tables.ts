import type { Printed } from "./auto-augment-tables.ts";

const V0: readonly Printed[][] = [
  ["translateX 0.6 4", "equalize 0.8 10"],
  ["translateY 0.2 2 boxes", "cutout 0.8 8"],
  ["sharpness 0.0 8", "shearX 0.4 0"],
  ["shearY 1.0 2", "translateY 0.6 6 boxes"],
  ["rotate 0.6 10", "colour 1.0 6"],
];

/**
 * AutoAugment's policies for detection. A fourth word says where: "boxes" is inside each box by itself,
 * "oneBox" inside one; the others are of the picture, whose boxes move along.
 *
 * @see tensorflow/tpu, models/official/detection/utils/autoaugment_utils.py
 */
export const DETECTION_AUTO_AUGMENT: Readonly<
  Record<"v0" | "v1" | "v2" | "v3", readonly Printed[][]>
> = {
  v0: V0,
  v1: [
    ...V0,
    ["colour 0.0 0", "shearX 0.8 4 boxes"],
    ["shearY 0.8 2 boxes", "flip 0.0 10 boxes"],
    ["equalize 0.6 10", "translateX 0.2 2"],
    ["colour 1.0 10", "translateY 0.4 6 boxes"],
    ["rotate 0.8 10", "contrast 0.0 10"],
    ["cutout 0.2 2", "brightness 0.8 10"],
    ["colour 1.0 6", "equalize 1.0 2"],
    ["cutout 0.4 6 boxes", "translateY 0.8 2 boxes"],
    ["colour 0.2 8", "rotate 0.8 10"],
    ["sharpness 0.4 4", "translateY 0.0 4 boxes"],
    ["sharpness 1.0 4", "solarizeAdd 0.4 4"],
    ["rotate 1.0 8", "sharpness 0.2 8"],
    ["shearY 0.6 10", "equalize 0.6 8 boxes"],
    ["shearX 0.2 6", "translateY 0.2 10 boxes"],
    ["solarizeAdd 0.6 8", "brightness 0.8 10"],
  ],
  v2: [
    ["colour 0.0 6", "cutout 0.6 8", "sharpness 0.4 8"],
    ["rotate 0.4 8", "sharpness 0.4 2", "rotate 0.8 10"],
    ["translateY 1.0 8", "autoContrast 0.8 2"],
    ["autoContrast 0.4 6", "shearX 0.8 8", "brightness 0.0 10"],
    ["solarizeAdd 0.2 6", "contrast 0.0 10", "autoContrast 0.6 0"],
    ["cutout 0.2 0", "solarize 0.8 8", "colour 1.0 4"],
    ["translateY 0.0 4", "equalize 0.6 8", "solarize 0.0 10"],
    ["translateY 0.2 2", "shearY 0.8 8", "rotate 0.8 8"],
    ["cutout 0.8 8", "brightness 0.8 8", "cutout 0.2 2"],
    ["colour 0.8 4", "translateY 1.0 6", "rotate 0.6 6"],
    ["rotate 0.6 10", "cutout 1.0 4 oneBox", "cutout 0.2 8"],
    ["rotate 0.0 0", "equalize 0.6 6", "shearY 0.6 8"],
    ["brightness 0.8 8", "autoContrast 0.4 2", "brightness 0.2 2"],
    ["translateY 0.4 8", "solarize 0.4 6", "solarizeAdd 0.2 10"],
    ["contrast 1.0 10", "solarizeAdd 0.2 8", "equalize 0.2 4"],
  ],
  v3: [
    ["posterize 0.8 2", "translateX 1.0 8"],
    ["cutout 0.2 10 oneBox", "sharpness 1.0 8"],
    ["rotate 0.6 8", "rotate 0.8 10"],
    ["equalize 0.8 10", "autoContrast 0.2 10"],
    ["solarizeAdd 0.2 2", "translateY 0.2 8"],
    ["sharpness 0.0 2", "colour 0.4 8"],
    ["equalize 1.0 8", "translateY 1.0 8"],
    ["posterize 0.6 2", "rotate 0.0 10"],
    ["autoContrast 0.6 0", "rotate 1.0 6"],
    ["equalize 0.0 4", "cutout 0.8 10"],
    ["brightness 1.0 2", "translateY 1.0 6"],
    ["contrast 0.0 2", "shearY 0.8 0"],
    ["autoContrast 0.8 10", "contrast 0.2 10"],
    ["rotate 1.0 10", "cutout 1.0 10"],
    ["solarizeAdd 0.8 6", "equalize 0.8 8"],
  ],
};
