// Views of pictures, in SIMD. Addresses are bytes in the module's own memory, which src/kernel lays out; nothing here allocates.
import { blurAlong, blurDown } from "./blur";
import {
  blendSaturation,
  greyscale,
  scale,
  scaleSaturation,
  shiftHue,
  solarize,
  sumOf,
} from "./colours";
import { interleave } from "./interleave";
import { FLOAT } from "./lanes";
import { resizeAlong, resizeDown } from "./resize";

export { axisTaps, axisWeights, fixedPairs, floatWeights } from "./axis";

// Changes, as src/kernel/changes.ts numbers them. Each takes 32 bytes: its number, then floats.
const CHANGE_BYTES: usize = 32;
const SCALE = 0; // factor, offsets of red, green, blue
const BLEND_SATURATION = 1; // factor
const SCALE_SATURATION = 2; // factor
const SHIFT_HUE = 3; // turns
const GREYSCALE = 4;
const SOLARIZE = 5; // threshold

// The view's planes and the blur's tables, set by `layOut`.
let height: i32 = 0;
let width: i32 = 0;
let rowBytes: usize = 0; // of a plane, a multiple of 64
let planes: usize = 0;
let planeBytes: usize = 0;
let program: usize = 0; // changes
let sums: usize = 0; // float64 of red, green, blue
let scaling: usize = 0; // as `interleave` has it
let radius: i32 = 0;
let blurWeights: usize = 0;
let columns: usize = 0; // as `blurAlong` has them
let rows: usize = 0; // as `blurDown` has them
let line: usize = 0; // room for three rows of planes, and for a row with its borders

export function layOut(
  h: i32,
  w: i32,
  row: usize,
  planesAt: usize,
  programAt: usize,
  sumsAt: usize,
  scalingAt: usize,
  r: i32,
  weightsAt: usize,
  columnsAt: usize,
  rowsAt: usize,
  lineAt: usize,
): void {
  height = h;
  width = w;
  rowBytes = row;
  planes = planesAt;
  planeBytes = row * <usize>h;
  program = programAt;
  sums = sumsAt;
  scaling = scalingAt;
  radius = r;
  blurWeights = weightsAt;
  columns = columnsAt;
  rows = rowsAt;
  line = lineAt;
}

// The view's blur, set by `setBlur`.
let reach: i32 = 0;
let channels: i32 = 3;

/**
 * @param upTo - The farthest weight that counts; 0 for no blur.
 * @param different - Planes that differ: 3, or 1 where all are alike, and the first is blurred for all.
 */
export function setBlur(upTo: i32, different: i32): void {
  reach = upTo;
  channels = different;
}

// The crop's axes, set by `setAxes`.
let rowStarts: usize = 0;
let rowWeights: usize = 0;
let rowPairs: i32 = 0;
let columnStarts: usize = 0;
let columnWeights: usize = 0;
let columnTaps: i32 = 0;
let blended: usize = 0; // room for a row of the crop in floats

export function setAxes(
  startsOfRows: usize,
  weightsOfRows: usize,
  pairsOfRows: i32,
  startsOfColumns: usize,
  weightsOfColumns: usize,
  tapsOfColumns: i32,
  blendedAt: usize,
): void {
  rowStarts = startsOfRows;
  rowWeights = weightsOfRows;
  rowPairs = pairsOfRows;
  columnStarts = startsOfColumns;
  columnWeights = weightsOfColumns;
  columnTaps = tapsOfColumns;
  blended = blendedAt;
}

/** Changes `from` … `to` - 1 to a row of three planes `plane` bytes apart. */
function change(row: usize, plane: usize, from: i32, to: i32): void {
  for (let i = from; i < to; i++) {
    const at = program + <usize>i * CHANGE_BYTES;
    const what = load<i32>(at);
    const amount = load<f32>(at, 4);
    if (what === SCALE) scale(row, rowBytes, plane, amount, at + 8);
    else if (what === BLEND_SATURATION) blendSaturation(row, rowBytes, plane, amount);
    else if (what === SCALE_SATURATION) scaleSaturation(row, rowBytes, plane, amount);
    else if (what === SHIFT_HUE) shiftHue(row, rowBytes, plane, amount);
    else if (what === GREYSCALE) greyscale(row, rowBytes, plane);
    else if (what === SOLARIZE) solarize(row, rowBytes, plane, amount);
  }
}

/** What follows the changes of a row: its sums, for a change that needs the mean; or the blur along it, after the last change. */
function conclude(row: usize, last: i32): void {
  if (!last) {
    for (let channel: usize = 0; channel < 3; channel++) {
      const at = sums + (channel << 3);
      store<f64>(at, load<f64>(at) + sumOf(row + channel * planeBytes, width));
    }
  } else if (reach > 0) {
    for (let channel: usize = 0; channel < <usize>channels; channel++) {
      blurAlong(row + channel * planeBytes, width, radius, reach, blurWeights, columns, line);
    }
  }
}

/**
 * Rows `y` … `end` - 1 of the planes from a crop's bytes, with the first `changes` changes made.
 *
 * @param source - The first byte of row `sourceRow` of the crop, rows `stride` bytes apart, of which `bytes` are the crop's.
 * @param last - 1 where no change that needs the mean follows.
 */
export function resizeRows(
  y: i32,
  end: i32,
  source: usize,
  sourceRow: i32,
  stride: usize,
  bytes: i32,
  changes: i32,
  last: i32,
): void {
  for (; y < end; y++) {
    const from = source + <usize>(load<i32>(rowStarts + ((<usize>y) << 2)) - sourceRow) * stride;
    const row = planes + <usize>y * rowBytes;
    resizeDown(from, stride, bytes, rowWeights + ((<usize>(y * rowPairs)) << 2), rowPairs, blended);
    resizeAlong(blended, columnStarts, columnWeights, columnTaps, width, row, planeBytes);
    change(row, planeBytes, 0, changes);
    conclude(row, last);
  }
}

/** Changes `from` … `to` - 1 to all rows. */
export function changeRows(from: i32, to: i32, last: i32): void {
  for (let y = 0; y < height; y++) {
    const row = planes + <usize>y * rowBytes;
    change(row, planeBytes, from, to);
    conclude(row, last);
  }
}

/** Rows `y` … `end` - 1 as they leave: with the blur down the columns, changes `from` … `to` - 1, scaled and interleaved. */
export function finishRows(y: i32, end: i32, from: i32, to: i32, into: usize): void {
  for (; y < end; y++) {
    let row = planes + <usize>y * rowBytes;
    let plane = planeBytes;
    if (reach > 0) {
      for (let channel: usize = 0; channel < <usize>channels; channel++) {
        blurDown(
          planes + channel * planeBytes,
          rowBytes,
          y,
          radius,
          reach,
          blurWeights,
          rows,
          line + channel * rowBytes,
        );
      }
      row = line;
      plane = rowBytes;
      if (channels === 1) {
        memory.copy(row + plane, row, rowBytes);
        memory.copy(row + 2 * plane, row, rowBytes);
      }
    }
    change(row, plane, from, to);
    interleave(row, width, plane, scaling, into);
    into += <usize>width * 3 * FLOAT;
  }
}
