import { FLOAT } from "./lanes";

/**
 * Writes a row of planes as interleaved colours, each times its channel's factor and with its offset added: red, green and blue factors,
 * then offsets, from `scaling` on. Writes whole vectors: up to 9 floats past the row.
 */
export function interleave(row: usize, width: i32, plane: usize, scaling: usize, to: usize): void {
  const redBy = v128.load32_splat(scaling);
  const greenBy = v128.load32_splat(scaling, 4);
  const blueBy = v128.load32_splat(scaling, 8);
  const redPlus = v128.load32_splat(scaling, 12);
  const greenPlus = v128.load32_splat(scaling, 16);
  const bluePlus = v128.load32_splat(scaling, 20);
  for (let at = row, end = row + <usize>width * FLOAT; at < end; at += 16) {
    const red = f32x4.add(f32x4.mul(v128.load(at), redBy), redPlus);
    const green = f32x4.add(f32x4.mul(v128.load(at + plane), greenBy), greenPlus);
    const blue = f32x4.add(f32x4.mul(v128.load(at + 2 * plane), blueBy), bluePlus);
    const low = v128.shuffle<f32>(red, green, 0, 4, 1, 5);
    const high = v128.shuffle<f32>(red, green, 2, 6, 3, 7);
    v128.store(to, v128.shuffle<f32>(low, blue, 0, 1, 4, 2));
    v128.store(
      to,
      v128.shuffle<f32>(v128.shuffle<f32>(low, blue, 3, 5, 3, 5), high, 0, 1, 4, 5),
      16,
    );
    v128.store(to, v128.shuffle<f32>(high, blue, 6, 2, 3, 7), 32);
    to += 48;
  }
}
