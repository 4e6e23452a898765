import { field } from "./windows";

// A depthwise convolution: output channel q looks at input channel q / multiplier. Fields of a job:
const X: i32 = 0; // images or their gradient [N, H, W, C], address
const WEIGHTS: i32 = 1; // [kh, kw, C, multiplier], or sums [groups, kh, kw, C, multiplier]
const DY: i32 = 2; // [N, h, w, C * multiplier]
const IMAGES: i32 = 3;
const H: i32 = 4;
const W: i32 = 5;
const C: i32 = 6;
const MULTIPLIER: i32 = 7;
const KERNEL_H: i32 = 8;
const KERNEL_W: i32 = 9;
const OUT_H: i32 = 10;
const OUT_W: i32 = 11;
const STRIDE_H: i32 = 12;
const STRIDE_W: i32 = 13;
const DILATION_H: i32 = 14;
const DILATION_W: i32 = 15;
const TOP: i32 = 16;
const LEFT: i32 = 17;
const IMAGES_A_CHUNK: i32 = 18;

/** dx of some images. */
export function depthwiseInputGradient(job: usize, chunk: i32, _thread: i32): void {
  const bytes = (<usize>field(job, H) * field(job, W) * field(job, C)) << 2;
  const from = chunk * field(job, IMAGES_A_CHUNK);
  const to = min(from + field(job, IMAGES_A_CHUNK), field(job, IMAGES));
  const x = <usize>field(job, X) + <usize>from * bytes;
  memory.fill(x, 0, <usize>(to - from) * bytes);
  for (let image = from; image < to; image++) eachTap(job, image, field(job, WEIGHTS), true);
}

/** The sum over a group of images of the weights' gradients. */
export function depthwiseWeightGradient(job: usize, chunk: i32, _thread: i32): void {
  const taps = field(job, KERNEL_H) * field(job, KERNEL_W);
  const bytes = (<usize>taps * field(job, C) * field(job, MULTIPLIER)) << 2;
  const from = chunk * field(job, IMAGES_A_CHUNK);
  const to = min(from + field(job, IMAGES_A_CHUNK), field(job, IMAGES));
  const sums = <usize>field(job, WEIGHTS) + <usize>chunk * bytes;
  memory.fill(sums, 0, bytes);
  for (let image = from; image < to; image++) eachTap(job, image, sums, false);
}

/** Goes over all taps of an image's outputs that lie on the image. */
function eachTap(job: usize, image: i32, weights: usize, forInput: bool): void {
  const height = field(job, H);
  const width = field(job, W);
  const channels = field(job, C);
  const multiplier = field(job, MULTIPLIER);
  const outputs = channels * multiplier;
  let dy =
    <usize>field(job, DY) + ((<usize>image * field(job, OUT_H) * field(job, OUT_W) * outputs) << 2);
  const x = <usize>field(job, X) + ((<usize>image * height * width * channels) << 2);
  for (let p = 0; p < field(job, OUT_H); p++) {
    for (let q = 0; q < field(job, OUT_W); q++) {
      for (let ky = 0; ky < field(job, KERNEL_H); ky++) {
        const row = p * field(job, STRIDE_H) + ky * field(job, DILATION_H) - field(job, TOP);
        if (row < 0 || row >= height) continue;
        for (let kx = 0; kx < field(job, KERNEL_W); kx++) {
          const column = q * field(job, STRIDE_W) + kx * field(job, DILATION_W) - field(job, LEFT);
          if (column < 0 || column >= width) continue;
          const at = x + (((<usize>row * width + column) * channels) << 2);
          const w = weights + (((<usize>ky * field(job, KERNEL_W) + kx) * outputs) << 2);
          if (multiplier === 1) {
            if (forInput) addProducts(at, w, dy, channels);
            else addProducts(w, at, dy, channels);
          } else {
            for (let o = 0; o < outputs; o++) {
              const input = at + ((<usize>(o / multiplier)) << 2);
              const weight = w + ((<usize>o) << 2);
              const g = load<f32>(dy + ((<usize>o) << 2));
              if (forInput) store<f32>(input, load<f32>(input) + load<f32>(weight) * g);
              else store<f32>(weight, load<f32>(weight) + load<f32>(input) * g);
            }
          }
        }
      }
      dy += outputs << 2;
    }
  }
}

/** sum += a b, over so many floats. */
function addProducts(sum: usize, a: usize, b: usize, floats: i32): void {
  const bytes: usize = floats << 2;
  let at: usize = 0;
  for (; at + 16 <= bytes; at += 16) {
    const product = f32x4.mul(v128.load(a + at), v128.load(b + at));
    v128.store(sum + at, f32x4.add(v128.load(sum + at), product));
  }
  for (; at < bytes; at += 4) {
    store<f32>(sum + at, load<f32>(sum + at) + load<f32>(a + at) * load<f32>(b + at));
  }
}
