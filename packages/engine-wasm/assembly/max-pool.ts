import { field } from "./windows";

// Fields: x [N, H, W, C], dy [N, h, w, C], dx, N, H, W, C, window height and width, h, w, strides, dilations,
// rows above, columns before. A chunk is an image.

/** Each output's gradient goes to the first largest input of its window. */
export function maxPoolGradient(job: usize, image: i32, _thread: i32): void {
  const height = field(job, 4);
  const width = field(job, 5);
  const channels = field(job, 6);
  const bytes = (<usize>height * width * channels) << 2;
  const x = <usize>field(job, 0) + <usize>image * bytes;
  const dx = <usize>field(job, 2) + <usize>image * bytes;
  const outHeight = field(job, 9);
  const outWidth = field(job, 10);
  let dy = <usize>field(job, 1) + ((<usize>image * outHeight * outWidth * channels) << 2);
  memory.fill(dx, 0, bytes);
  for (let p = 0; p < outHeight; p++) {
    for (let q = 0; q < outWidth; q++) {
      const top = p * field(job, 11) - field(job, 15);
      const left = q * field(job, 12) - field(job, 16);
      let c = 0;
      for (; c + 4 <= channels; c += 4) {
        let best = f32x4.splat(-f32.MAX_VALUE);
        let where = i32x4.splat(-1);
        for (let ky = 0; ky < field(job, 7); ky++) {
          const row = top + ky * field(job, 13);
          if (row < 0 || row >= height) continue;
          for (let kx = 0; kx < field(job, 8); kx++) {
            const column = left + kx * field(job, 14);
            if (column < 0 || column >= width) continue;
            const at = ((row * width + column) * channels + c) << 2;
            const value = v128.load(x + at);
            const larger = v128.or(f32x4.gt(value, best), i32x4.eq(where, i32x4.splat(-1)));
            best = v128.bitselect(value, best, larger);
            where = v128.bitselect(i32x4.splat(at), where, larger);
          }
        }
        give(dx, i32x4.extract_lane(where, 0), dy);
        give(dx + 4, i32x4.extract_lane(where, 1), dy + 4);
        give(dx + 8, i32x4.extract_lane(where, 2), dy + 8);
        give(dx + 12, i32x4.extract_lane(where, 3), dy + 12);
        dy += 16;
      }
      for (; c < channels; c++) {
        let best: f32 = 0;
        let where = -1;
        for (let ky = 0; ky < field(job, 7); ky++) {
          const row = top + ky * field(job, 13);
          if (row < 0 || row >= height) continue;
          for (let kx = 0; kx < field(job, 8); kx++) {
            const column = left + kx * field(job, 14);
            if (column < 0 || column >= width) continue;
            const at = ((row * width + column) * channels + c) << 2;
            const value = load<f32>(x + at);
            if (where < 0 || value > best) {
              best = value;
              where = at;
            }
          }
        }
        give(dx, where, dy);
        dy += 4;
      }
    }
  }
}

/** A window that lies on padding alone has no largest input. */
function give(dx: usize, where: i32, dy: usize): void {
  if (where >= 0) store<f32>(dx + where, load<f32>(dx + where) + load<f32>(dy));
}
