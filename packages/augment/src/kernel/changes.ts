/** A change of colour to all pixels, in the kernel's terms; values are held in [0, 1] after each. */
export type Change =
  /** x becomes factor · x + offset. */
  | { readonly kind: "scale"; readonly factor: number; readonly offset: number }
  /** x becomes factor · x + (1 - factor) · mean: of the picture's luma, or of each channel. */
  | { readonly kind: "contrast"; readonly factor: number; readonly around: "luma" | "channels" }
  | { readonly kind: "blendSaturation"; readonly factor: number }
  | { readonly kind: "scaleSaturation"; readonly factor: number }
  | { readonly kind: "shiftHue"; readonly turns: number }
  | { readonly kind: "greyscale" }
  | { readonly kind: "solarize"; readonly threshold: number };

/** As assembly/index.ts numbers them. Contrast is a scaling, once the mean is known. */
const NUMBERS = {
  scale: 0,
  contrast: 0,
  blendSaturation: 1,
  scaleSaturation: 2,
  shiftHue: 3,
  greyscale: 4,
  solarize: 5,
};

/** Words of 4 bytes that a change takes in the kernel's memory. */
export const CHANGE_WORDS = 8;

/** Changes in the kernel's memory, which two arrays show: as integers and as floats. */
export interface Program {
  readonly integers: Int32Array;
  readonly floats: Float32Array;
}

/** Writes change number `index`; of contrast, all but the offsets. */
export function writeChange({ integers, floats }: Program, index: number, change: Change): void {
  const at = index * CHANGE_WORDS;
  integers[at] = NUMBERS[change.kind];
  switch (change.kind) {
    case "scale":
      floats[at + 1] = change.factor;
      floats.fill(change.offset, at + 2, at + 5);
      break;
    case "shiftHue":
      floats[at + 1] = change.turns;
      break;
    case "solarize":
      floats[at + 1] = change.threshold;
      break;
    case "greyscale":
      break;
    default:
      floats[at + 1] = change.factor;
  }
}

/** Writes what contrast adds, by the means of red, green and blue. */
export function writeOffsets(
  { floats }: Program,
  index: number,
  { factor, around }: Extract<Change, { kind: "contrast" }>,
  [red, green, blue]: readonly [number, number, number],
): void {
  const at = index * CHANGE_WORDS + 2;
  const luma = RED_WEIGHT * red + GREEN_WEIGHT * green + BLUE_WEIGHT * blue;
  const rest = 1 - factor;
  floats[at] = rest * (around === "luma" ? luma : red);
  floats[at + 1] = rest * (around === "luma" ? luma : green);
  floats[at + 2] = rest * (around === "luma" ? luma : blue);
}

// ITU-R BT.601 luma, rounded as torchvision and BYOL have it
const RED_WEIGHT = 0.2989;
const GREEN_WEIGHT = 0.587;
const BLUE_WEIGHT = 0.114;
