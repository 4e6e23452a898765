import { multiplyAdd } from "./multiply-add";

/**
 * The inner loop of convolutions and matrix products: 4 pixels x 8 output channels.
 *
 * Eight sums, two weights, four inputs and a product are all that V8 keeps in registers at once;
 * every larger tile that was tried spills and runs at half to two thirds of the speed.
 *
 * @param p0 - First byte of the window of pixel 0 (and so on): `runs` stretches of `length` floats, each at
 *   its offset (bytes, from `offsets`) from the pixel's.
 * @param w - Packed weights, `[runs, length, 8]`.
 * @param o0 - Where the 8 results of pixel 0 go.
 */
export function tile(
  p0: usize,
  p1: usize,
  p2: usize,
  p3: usize,
  offsets: usize,
  runs: i32,
  length: i32,
  w: usize,
  o0: usize,
  o1: usize,
  o2: usize,
  o3: usize,
): void {
  let c00 = f32x4.splat(0);
  let c01 = f32x4.splat(0);
  let c10 = f32x4.splat(0);
  let c11 = f32x4.splat(0);
  let c20 = f32x4.splat(0);
  let c21 = f32x4.splat(0);
  let c30 = f32x4.splat(0);
  let c31 = f32x4.splat(0);
  for (let r = 0; r < runs; r++) {
    const offset = load<i32>(offsets + (r << 2));
    let a0 = p0 + offset;
    let a1 = p1 + offset;
    let a2 = p2 + offset;
    let a3 = p3 + offset;
    const end = w + (length << 5);
    while (w !== end) {
      const b0 = v128.load(w);
      const b1 = v128.load(w, 16);
      const s0 = v128.load32_splat(a0);
      c00 = multiplyAdd(s0, b0, c00);
      c01 = multiplyAdd(s0, b1, c01);
      const s1 = v128.load32_splat(a1);
      c10 = multiplyAdd(s1, b0, c10);
      c11 = multiplyAdd(s1, b1, c11);
      const s2 = v128.load32_splat(a2);
      c20 = multiplyAdd(s2, b0, c20);
      c21 = multiplyAdd(s2, b1, c21);
      const s3 = v128.load32_splat(a3);
      c30 = multiplyAdd(s3, b0, c30);
      c31 = multiplyAdd(s3, b1, c31);
      a0 += 4;
      a1 += 4;
      a2 += 4;
      a3 += 4;
      w += 32;
    }
  }
  v128.store(o0, c00);
  v128.store(o0, c01, 16);
  v128.store(o1, c10);
  v128.store(o1, c11, 16);
  v128.store(o2, c20);
  v128.store(o2, c21, 16);
  v128.store(o3, c30);
  v128.store(o3, c31, 16);
}

/**
 * The inner loop of weight gradients: 4 inputs of the window x 8 output channels, summed over pixels.
 *
 * @param x - The first of the 4 inputs, for a pixel at offset 0.
 * @param offsets - Bytes from `x`, one an pixel.
 * @param dy - Packed output gradient, `[pixels, 8]`.
 * @param out - Added to: 4 rows of 8.
 * @param stride - Bytes from row to row of `out`.
 * @param rows - How many of the 4 rows exist.
 */
export function gradientTile(
  x: usize,
  offsets: usize,
  pixels: i32,
  dy: usize,
  out: usize,
  stride: usize,
  rows: i32,
): void {
  let c00 = f32x4.splat(0);
  let c01 = f32x4.splat(0);
  let c10 = f32x4.splat(0);
  let c11 = f32x4.splat(0);
  let c20 = f32x4.splat(0);
  let c21 = f32x4.splat(0);
  let c30 = f32x4.splat(0);
  let c31 = f32x4.splat(0);
  const end = offsets + (pixels << 2);
  while (offsets !== end) {
    const a = x + load<i32>(offsets);
    const b0 = v128.load(dy);
    const b1 = v128.load(dy, 16);
    const s0 = v128.load32_splat(a);
    c00 = multiplyAdd(s0, b0, c00);
    c01 = multiplyAdd(s0, b1, c01);
    const s1 = v128.load32_splat(a, 4);
    c10 = multiplyAdd(s1, b0, c10);
    c11 = multiplyAdd(s1, b1, c11);
    const s2 = v128.load32_splat(a, 8);
    c20 = multiplyAdd(s2, b0, c20);
    c21 = multiplyAdd(s2, b1, c21);
    const s3 = v128.load32_splat(a, 12);
    c30 = multiplyAdd(s3, b0, c30);
    c31 = multiplyAdd(s3, b1, c31);
    offsets += 4;
    dy += 32;
  }
  accumulate(out, c00, c01);
  if (rows > 1) accumulate(out + stride, c10, c11);
  if (rows > 2) accumulate(out + 2 * stride, c20, c21);
  if (rows > 3) accumulate(out + 3 * stride, c30, c31);
}

function accumulate(out: usize, c0: v128, c1: v128): void {
  v128.store(out, f32x4.add(v128.load(out), c0));
  v128.store(out, f32x4.add(v128.load(out, 16), c1), 16);
}
