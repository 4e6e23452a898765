// An antialiased resize: first down the columns, from bytes with 16-bit weights, then along the row, in floats.
import { clamped, FLOAT } from "./lanes";

/**
 * One output row, not yet resized along: weighted rows of bytes, as float32 of fixed-point numbers.
 *
 * Reads a row more than there are taps if these are odd (with weight 0), and up to 15 bytes past the last; writes up to 15 floats past it.
 *
 * @param from - The first byte of the first row; `stride` bytes to the next.
 * @param bytes - Of a row.
 * @param weights - int16, in pairs.
 */
function blendRows(
  from: usize,
  stride: usize,
  bytes: i32,
  weights: usize,
  pairs: i32,
  into: usize,
): void {
  for (let x = 0; x < bytes; x += 16) {
    let sum0 = i32x4.splat(0);
    let sum1 = i32x4.splat(0);
    let sum2 = i32x4.splat(0);
    let sum3 = i32x4.splat(0);
    let at = from + <usize>x;
    for (let k = 0; k < pairs; k++) {
      const pair = v128.load32_splat(weights + ((<usize>k) << 2));
      const above = v128.load(at);
      const below = v128.load(at + stride);
      const low = v128.shuffle<i8>(
        above,
        below,
        0,
        16,
        1,
        17,
        2,
        18,
        3,
        19,
        4,
        20,
        5,
        21,
        6,
        22,
        7,
        23,
      );
      const high = v128.shuffle<i8>(
        above,
        below,
        8,
        24,
        9,
        25,
        10,
        26,
        11,
        27,
        12,
        28,
        13,
        29,
        14,
        30,
        15,
        31,
      );
      sum0 = i32x4.add(sum0, i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_u(low), pair));
      sum1 = i32x4.add(sum1, i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_u(low), pair));
      sum2 = i32x4.add(sum2, i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_u(high), pair));
      sum3 = i32x4.add(sum3, i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_u(high), pair));
      at += stride << 1;
    }
    const to = into + <usize>x * FLOAT;
    v128.store(to, f32x4.convert_i32x4_s(sum0));
    v128.store(to, f32x4.convert_i32x4_s(sum1), 16);
    v128.store(to, f32x4.convert_i32x4_s(sum2), 32);
    v128.store(to, f32x4.convert_i32x4_s(sum3), 48);
  }
}

/** Red, green and blue of an output, and what follows in the fourth lane. */
function blendPixels(row: usize, starts: usize, weights: usize, i: i32, taps: i32): v128 {
  let at = row + <usize>load<i32>(starts + ((<usize>i) << 2)) * (3 * FLOAT);
  let weight = weights + <usize>(i * taps) * FLOAT;
  let sum = f32x4.mul(v128.load(at), v128.load32_splat(weight));
  for (let k = 1; k < taps; k++) {
    at += 3 * FLOAT;
    weight += FLOAT;
    sum = f32x4.add(sum, f32x4.mul(v128.load(at), v128.load32_splat(weight)));
  }
  return sum;
}

/** A row of three planes, values in [0, 1], from one of interleaved colours; as many outputs as fill whole vectors. */
function blendColumns(
  row: usize,
  starts: usize,
  weights: usize,
  taps: i32,
  width: i32,
  into: usize,
  plane: usize,
): void {
  for (let i = 0; i < width; i += 4) {
    const a = blendPixels(row, starts, weights, i, taps);
    const b = blendPixels(row, starts, weights, i + 1, taps);
    const c = blendPixels(row, starts, weights, i + 2, taps);
    const d = blendPixels(row, starts, weights, i + 3, taps);
    const lowAB = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
    const lowCD = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
    const highAB = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
    const highCD = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
    const to = into + <usize>i * FLOAT;
    v128.store(to, clamped(v128.shuffle<f32>(lowAB, lowCD, 0, 1, 4, 5)));
    v128.store(to + plane, clamped(v128.shuffle<f32>(lowAB, lowCD, 2, 3, 6, 7)));
    v128.store(to + 2 * plane, clamped(v128.shuffle<f32>(highAB, highCD, 0, 1, 4, 5)));
  }
}

/** `blendRows`; the usual numbers of taps as constants, which unrolls the loop over them. */
export function resizeDown(
  from: usize,
  stride: usize,
  bytes: i32,
  weights: usize,
  pairs: i32,
  into: usize,
): void {
  if (pairs === 1) blendRows(from, stride, bytes, weights, 1, into);
  else if (pairs === 2) blendRows(from, stride, bytes, weights, 2, into);
  else blendRows(from, stride, bytes, weights, pairs, into);
}

/** `blendColumns`, likewise. */
export function resizeAlong(
  row: usize,
  starts: usize,
  weights: usize,
  taps: i32,
  width: i32,
  into: usize,
  plane: usize,
): void {
  if (taps === 2) blendColumns(row, starts, weights, 2, width, into, plane);
  else if (taps === 3) blendColumns(row, starts, weights, 3, width, into, plane);
  else if (taps === 4) blendColumns(row, starts, weights, 4, width, into, plane);
  else blendColumns(row, starts, weights, taps, width, into, plane);
}
