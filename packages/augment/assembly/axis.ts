// Weights of an antialiased resize along one axis: a triangle or Keys' cubic with a = -0.5, as wide as the scale makes it when
// shrinking, normalized where it is cut off at the border: Pillow's definition, and PyTorch's for antialias=True.
import { FLOAT } from "./lanes";

/** A weight of 1 in the fixed-point numbers of the vertical pass. */
const ONE: f64 = 16384;
/** Outputs are made four at a time. */
const LANES = 4;

function firstTap(centre: f64, support: f64): i32 {
  return max(<i32>(centre - support + 0.5), 0);
}

function lastTap(centre: f64, support: f64, length: i32): i32 {
  return min(<i32>(centre + support + 0.5), length);
}

/** Keys' cubic convolution kernel with a = -0.5, at a distance ≥ 0. */
function keys(x: f64): f64 {
  if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
  if (x < 2) return ((-0.5 * x + 2.5) * x - 4) * x + 2;
  return 0;
}

/**
 * The most inputs that an output is made of.
 *
 * @param length - Inputs, which become `resized` outputs, of which `count` from `first` on are wanted.
 * @param cubic - 1 for Keys' cubic, 0 for a triangle.
 */
export function axisTaps(length: i32, resized: i32, first: i32, count: i32, cubic: i32): i32 {
  const scale = <f64>length / <f64>resized;
  const support = Math.max(scale, 1) * (cubic ? 2.0 : 1.0);
  let taps = 1;
  for (let i = 0; i < count; i++) {
    const centre = (<f64>(first + i) + 0.5) * scale;
    taps = max(taps, lastTap(centre, support, length) - firstTap(centre, support));
  }
  return taps;
}

/**
 * Where each output's inputs begin, and their weights in float64. All outputs have equally many taps: near the far border they begin
 * earlier, with weight 0.
 *
 * @param starts - int32, one an output.
 * @param weights - float64, `taps` an output; their sum is 1.
 */
export function axisWeights(
  length: i32,
  resized: i32,
  first: i32,
  count: i32,
  cubic: i32,
  taps: i32,
  starts: usize,
  weights: usize,
): void {
  const scale = <f64>length / <f64>resized;
  const stretch = Math.max(scale, 1);
  const shrink = 1 / stretch;
  const support = stretch * (cubic ? 2.0 : 1.0);
  for (let i = 0; i < count; i++) {
    const centre = (<f64>(first + i) + 0.5) * scale;
    const from = firstTap(centre, support);
    const to = lastTap(centre, support, length);
    const start = min(from, length - taps);
    store<i32>(starts + ((<usize>i) << 2), start);
    const row = weights + ((<usize>(i * taps)) << 3);
    let sum: f64 = 0;
    for (let k = 0; k < taps; k++) {
      const x = start + k;
      let weight: f64 = 0;
      if (x >= from && x < to) {
        const distance = Math.abs(<f64>x - centre + 0.5) * shrink;
        weight = cubic ? keys(distance) : Math.max(1 - distance, 0);
      }
      store<f64>(row + ((<usize>k) << 3), weight);
      sum += weight;
    }
    const factor = 1 / sum;
    for (let k = 0; k < taps; k++) {
      const at = row + ((<usize>k) << 3);
      store<f64>(at, load<f64>(at) * factor);
    }
  }
}

/**
 * Weights as 16-bit fractions of 2^14, in pairs; an odd tap has a 0 beside it.
 *
 * What rounding takes from one weight goes to the next, so that their sum is exact and neighbours make up for each other.
 */
export function fixedPairs(count: i32, taps: i32, weights: usize, into: usize): void {
  const pairs = (taps + 1) >> 1;
  for (let i = 0; i < count; i++) {
    const row = weights + ((<usize>(i * taps)) << 3);
    const out = into + ((<usize>(i * pairs)) << 2);
    if (taps & 1) store<i16>(out + ((<usize>taps) << 1), 0);
    let sum: f64 = 0;
    let given = 0;
    for (let k = 0; k < taps; k++) {
      sum += load<f64>(row + ((<usize>k) << 3)) * ONE;
      const upTo = <i32>Math.floor(sum + 0.5);
      store<i16>(out + ((<usize>k) << 1), <i16>(upTo - given));
      given = upTo;
    }
  }
}

/**
 * Weights in float32 that also bring bytes in fixed point to [0, 1], in reverse for a mirror image; outputs past the last, up to the
 * next multiple of 4, have weight 0.
 */
export function floatWeights(
  count: i32,
  taps: i32,
  reversed: i32,
  starts: usize,
  weights: usize,
  intoStarts: usize,
  into: usize,
): void {
  const gain = 1.0 / (255.0 * ONE);
  const padded = (count + LANES - 1) & ~(LANES - 1);
  for (let i = 0; i < padded; i++) {
    const from = reversed ? count - 1 - i : i;
    const out = into + <usize>(i * taps) * FLOAT;
    const real = i < count;
    store<i32>(intoStarts + ((<usize>i) << 2), real ? load<i32>(starts + ((<usize>from) << 2)) : 0);
    for (let k = 0; k < taps; k++) {
      const weight = real ? load<f64>(weights + ((<usize>(from * taps + k)) << 3)) * gain : 0;
      store<f32>(out + <usize>k * FLOAT, <f32>weight);
    }
  }
}
