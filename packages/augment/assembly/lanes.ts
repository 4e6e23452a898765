// What several kernels need of four floats at once.

export const FLOAT: usize = 4; // bytes

/** x held in [0, 1]. */
export function clamped(x: v128): v128 {
  return f32x4.pmin(f32x4.pmax(x, f32x4.splat(0)), f32x4.splat(1));
}

/** ITU-R BT.601 luma, rounded as torchvision and BYOL have it. */
export function luma(red: v128, green: v128, blue: v128): v128 {
  return f32x4.add(
    f32x4.add(f32x4.mul(red, f32x4.splat(0.2989)), f32x4.mul(green, f32x4.splat(0.587))),
    f32x4.mul(blue, f32x4.splat(0.114)),
  );
}
