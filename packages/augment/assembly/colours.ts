// Changes of colour, a row of three planes at a time, in place.
import { clamped, FLOAT, luma } from "./lanes";

/** Every value times `factor`, and its channel's offset added. */
export function scale(row: usize, bytes: usize, plane: usize, factor: f32, offsets: usize): void {
  const by = f32x4.splat(factor);
  for (let channel = 0; channel < 3; channel++) {
    const offset = v128.load32_splat(offsets + <usize>channel * FLOAT);
    const end = row + bytes;
    for (let at = row; at < end; at += 16) {
      v128.store(at, clamped(f32x4.add(f32x4.mul(v128.load(at), by), offset)));
    }
    row += plane;
  }
}

/** Away from the pixel's luma (factor > 1) or towards it (< 1). */
export function blendSaturation(row: usize, bytes: usize, plane: usize, factor: f32): void {
  const by = f32x4.splat(factor);
  const rest = f32x4.splat(1 - factor);
  for (let at = row, end = row + bytes; at < end; at += 16) {
    const red = v128.load(at);
    const green = v128.load(at + plane);
    const blue = v128.load(at + 2 * plane);
    const grey = f32x4.mul(luma(red, green, blue), rest);
    v128.store(at, clamped(f32x4.add(f32x4.mul(red, by), grey)));
    v128.store(at + plane, clamped(f32x4.add(f32x4.mul(green, by), grey)));
    v128.store(at + 2 * plane, clamped(f32x4.add(f32x4.mul(blue, by), grey)));
  }
}

/** S of hue, saturation and value times `factor`, at most 1: distances from V scale as S does. */
export function scaleSaturation(row: usize, bytes: usize, plane: usize, factor: f32): void {
  const by = f32x4.splat(factor);
  for (let at = row, end = row + bytes; at < end; at += 16) {
    const red = v128.load(at);
    const green = v128.load(at + plane);
    const blue = v128.load(at + 2 * plane);
    const value = f32x4.pmax(red, f32x4.pmax(green, blue));
    const chroma = f32x4.sub(value, f32x4.pmin(red, f32x4.pmin(green, blue)));
    const full = f32x4.gt(f32x4.mul(by, chroma), value);
    const times = v128.bitselect(f32x4.div(value, chroma), by, full);
    v128.store(at, clamped(f32x4.sub(value, f32x4.mul(times, f32x4.sub(value, red)))));
    v128.store(at + plane, clamped(f32x4.sub(value, f32x4.mul(times, f32x4.sub(value, green)))));
    v128.store(at + 2 * plane, clamped(f32x4.sub(value, f32x4.mul(times, f32x4.sub(value, blue)))));
  }
}

/**
 * The hue `turns` further round the circle: exact, without HSV's six cases. Back from hue, each channel is the minimum + chroma times a
 * trapezoid around its primary.
 */
export function shiftHue(row: usize, bytes: usize, plane: usize, turns: f32): void {
  const shift = f32x4.splat(6 * turns);
  const shift2 = f32x4.splat(6 * turns + 2);
  const shift4 = f32x4.splat(6 * turns + 4);
  const six = f32x4.splat(6);
  const sixth = f32x4.splat(<f32>(1.0 / 6.0));
  const one = f32x4.splat(1);
  const two = f32x4.splat(2);
  const three = f32x4.splat(3);
  const four = f32x4.splat(4);
  for (let at = row, end = row + bytes; at < end; at += 16) {
    const red = v128.load(at);
    const green = v128.load(at + plane);
    const blue = v128.load(at + 2 * plane);
    const high = f32x4.pmax(red, f32x4.pmax(green, blue));
    const low = f32x4.pmin(red, f32x4.pmin(green, blue));
    const chroma = f32x4.sub(high, low);
    const isRed = f32x4.eq(red, high);
    const isGreen = f32x4.eq(green, high);
    const side = v128.bitselect(
      f32x4.sub(green, blue),
      v128.bitselect(f32x4.sub(blue, red), f32x4.sub(red, green), isGreen),
      isRed,
    );
    const base = v128.bitselect(shift, v128.bitselect(shift2, shift4, isGreen), isRed);
    // where there is no chroma the hue does not matter, but must not be 0 / 0
    let hue = f32x4.add(f32x4.div(side, f32x4.pmax(chroma, f32x4.splat(1e-30))), base);
    hue = f32x4.sub(hue, f32x4.mul(f32x4.floor(f32x4.mul(hue, sixth)), six));
    const toRed = clamped(f32x4.sub(f32x4.abs(f32x4.sub(hue, three)), one));
    const toGreen = clamped(f32x4.sub(two, f32x4.abs(f32x4.sub(hue, two))));
    const toBlue = clamped(f32x4.sub(two, f32x4.abs(f32x4.sub(hue, four))));
    v128.store(at, f32x4.add(low, f32x4.mul(chroma, toRed)));
    v128.store(at + plane, f32x4.add(low, f32x4.mul(chroma, toGreen)));
    v128.store(at + 2 * plane, f32x4.add(low, f32x4.mul(chroma, toBlue)));
  }
}

/** All three channels become the luma. */
export function greyscale(row: usize, bytes: usize, plane: usize): void {
  for (let at = row, end = row + bytes; at < end; at += 16) {
    const grey = luma(v128.load(at), v128.load(at + plane), v128.load(at + 2 * plane));
    v128.store(at, grey);
    v128.store(at + plane, grey);
    v128.store(at + 2 * plane, grey);
  }
}

/** x becomes 1 - x where it is at least `threshold`. */
export function solarize(row: usize, bytes: usize, plane: usize, threshold: f32): void {
  const from = f32x4.splat(threshold);
  const one = f32x4.splat(1);
  for (let channel = 0; channel < 3; channel++) {
    for (let at = row, end = row + bytes; at < end; at += 16) {
      const x = v128.load(at);
      v128.store(at, v128.bitselect(f32x4.sub(one, x), x, f32x4.ge(x, from)));
    }
    row += plane;
  }
}

/** The sum of a row of `width` values. */
export function sumOf(row: usize, width: i32): f64 {
  let sums = f32x4.splat(0);
  const whole = row + ((<usize>(width & ~3)) << 2);
  for (let at = row; at < whole; at += 16) sums = f32x4.add(sums, v128.load(at));
  let sum = <f64>f32x4.extract_lane(sums, 0) + <f64>f32x4.extract_lane(sums, 1);
  sum += <f64>f32x4.extract_lane(sums, 2) + <f64>f32x4.extract_lane(sums, 3);
  for (let at = whole, end = row + ((<usize>width) << 2); at < end; at += FLOAT)
    sum += load<f32>(at);
  return sum;
}
