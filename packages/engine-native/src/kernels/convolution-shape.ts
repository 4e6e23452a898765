import type * as tf from "@tensorflow/tfjs";
import type { NativeBackend } from "../backend/native-backend.ts";
import type { Form } from "../backend/tensor-data.ts";

type Conv2dInfo = tf.backend_util.Conv2DInfo;

/** As in the addon: `Direction` and `Algorithm` in convolution.h. */
export const FORWARD = 0;
export const INPUT_GRADIENT = 1;
export const WEIGHT_GRADIENT = 2;
const DIRECT = 0;
const WINOGRAD = 1;
const COLUMNS = 2;

/** Fewer tiles than this do not pay for the transformation of the weights. */
const FEWEST_TILES = 128;
/** Maps that are no wider than this, of so many channels, leave tiles of AMX half empty. */
const NARROW = 8;
const MANY_CHANNELS = 256;
/** Of windows laid out: 64 MiB in float32. */
const MOST_NUMBERS = 1 << 24;

export interface ConvolutionPlan {
  /** As the addon reads it: `ConvolutionShape` in convolution.h. */
  readonly shape: Int32Array;
  /** What x and dx are held in. */
  readonly images: Form;
  /** What y and dy are held in. */
  readonly maps: Form;
}

/** How a convolution is computed in a direction: the quickest way that is as exact as the others. */
export function planConvolution(
  { precision, matrixUnit }: Pick<NativeBackend, "precision" | "matrixUnit">,
  info: Conv2dInfo,
  direction: number,
  depthwise: boolean,
): ConvolutionPlan {
  const halves = precision === "bfloat16";
  const groups = depthwise ? info.inChannels : info.inChannels / (info.filterShape[2] as number);
  const ways = { info, direction, groups, halves, matrixUnit: halves && matrixUnit };
  const fold = foldOf(ways);
  const { batchSize, inChannels, outChannels } = info;
  const { top, bottom, left, right } = info.padInfo;
  return {
    shape: Int32Array.of(
      ...[batchSize, info.inHeight, info.inWidth, inChannels],
      ...[info.outHeight, info.outWidth, outChannels, info.filterHeight, info.filterWidth],
      ...[info.strideHeight, info.strideWidth, info.dilationHeight, info.dilationWidth],
      ...[top, bottom, left, right, groups, fold, algorithmOf(ways)],
    ),
    images: { halves, fold, images: batchSize, channels: inChannels },
    maps: { halves, fold, images: batchSize, channels: outChannels },
  };
}

interface Ways {
  readonly info: Conv2dInfo;
  readonly direction: number;
  readonly groups: number;
  readonly halves: boolean;
  /** Whether products are AMX's, which makes oneDNN's convolutions quicker than Winograd's way. */
  readonly matrixUnit: boolean;
}

function algorithmOf({ info, direction, groups, halves, matrixUnit }: Ways): number {
  if (groups !== 1) return DIRECT;
  if (direction === WEIGHT_GRADIENT && isStrided(info)) return COLUMNS;
  if (matrixUnit) return DIRECT;
  const tile = halves && direction === FORWARD ? 4 : 2; // outputs in each direction, as in the addon
  const { batchSize, inChannels, outChannels, outHeight, outWidth } = info;
  const tiles = batchSize * Math.ceil(outHeight / tile) * Math.ceil(outWidth / tile);
  const sixteens = inChannels % 16 === 0 && outChannels % 16 === 0;
  return isPlain3x3(info) && sixteens && tiles >= FEWEST_TILES ? WINOGRAD : DIRECT;
}

/**
 * Whether the weights' gradient is one product: oneDNN's own starves where the stride is above 1, and its threads wait
 * for each other without sleeping. Not for few channels, nor where the windows would take much memory.
 */
function isStrided(info: Conv2dInfo): boolean {
  const windows = info.batchSize * info.outHeight * info.outWidth;
  const numbers = windows * info.filterHeight * info.filterWidth * info.inChannels;
  return info.strideHeight > 1 && info.inChannels >= 16 && numbers <= MOST_NUMBERS;
}

/** How many images lie side by side. */
function foldOf({ info, groups, matrixUnit }: Ways): number {
  const channels = Math.min(info.inChannels, info.outChannels);
  const small = isPlain3x3(info) && info.outWidth <= NARROW && channels >= MANY_CHANNELS;
  if (!matrixUnit || groups !== 1 || !small) return 1;
  return [16, 8, 4].find((fold) => info.batchSize % fold === 0) ?? 1;
}

function isPlain3x3(info: Conv2dInfo): boolean {
  const { filterHeight, filterWidth, strideHeight, strideWidth } = info;
  const { dilationHeight, dilationWidth } = info;
  const steps = [strideHeight, strideWidth, dilationHeight, dilationWidth];
  return filterHeight === 3 && filterWidth === 3 && steps.every((step) => step === 1);
}
