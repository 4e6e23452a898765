import { field } from "./windows";

// Rows are `[R, C]`: all axes but the last are one. A chunk is some rows. Every loop goes over 16
// channels at a time where there are so many, since one line of the cache holds 16.

/** Sums over a chunk's rows: of x - shift and of its square, where the shift is the first row of all. */
// x, R, C, rows a chunk, sums [chunks, 2, C]
export function normSums(job: usize, chunk: i32, _thread: i32): void {
  const x: usize = field(job, 0);
  const C = field(job, 2);
  const stride: usize = C << 2;
  const first = chunk * field(job, 3);
  const from = x + <usize>first * stride;
  const end = x + <usize>min(first + field(job, 3), field(job, 1)) * stride;
  const sums = <usize>field(job, 4) + <usize>chunk * 2 * stride;
  let c: usize = 0;
  for (; c + 64 <= stride; c += 64) {
    const m0 = v128.load(x + c);
    const m1 = v128.load(x + c, 16);
    const m2 = v128.load(x + c, 32);
    const m3 = v128.load(x + c, 48);
    let s0 = f32x4.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    let q0 = s0;
    let q1 = s0;
    let q2 = s0;
    let q3 = s0;
    for (let at = from + c; at < end; at += stride) {
      const d0 = f32x4.sub(v128.load(at), m0);
      s0 = f32x4.add(s0, d0);
      q0 = f32x4.add(q0, f32x4.mul(d0, d0));
      const d1 = f32x4.sub(v128.load(at, 16), m1);
      s1 = f32x4.add(s1, d1);
      q1 = f32x4.add(q1, f32x4.mul(d1, d1));
      const d2 = f32x4.sub(v128.load(at, 32), m2);
      s2 = f32x4.add(s2, d2);
      q2 = f32x4.add(q2, f32x4.mul(d2, d2));
      const d3 = f32x4.sub(v128.load(at, 48), m3);
      s3 = f32x4.add(s3, d3);
      q3 = f32x4.add(q3, f32x4.mul(d3, d3));
    }
    store4(sums + c, s0, s1, s2, s3);
    store4(sums + stride + c, q0, q1, q2, q3);
  }
  for (; c < stride; c += 4) {
    const shift = load<f32>(x + c);
    let sum: f32 = 0;
    let squares: f32 = 0;
    for (let at = from + c; at < end; at += stride) {
      const d = load<f32>(at) - shift;
      sum += d;
      squares += d * d;
    }
    store<f32>(sums + c, sum);
    store<f32>(sums + stride + c, squares);
  }
}

function store4(at: usize, v0: v128, v1: v128, v2: v128, v3: v128): void {
  v128.store(at, v0);
  v128.store(at, v1, 16);
  v128.store(at, v2, 32);
  v128.store(at, v3, 48);
}

/** Mean, variance, and y = x factor + shift of the normalization. One chunk. */
// x, R, C, sums, chunks, scale, offset, mean, variance, factor, shift, epsilon (float)
export function normMoments(job: usize, _chunk: i32, _thread: i32): void {
  const C = field(job, 2);
  const R = <f64>field(job, 1);
  const chunks = field(job, 4);
  const epsilon = load<f32>(job, 44);
  for (let c = 0; c < C; c++) {
    const at = (<usize>c) << 2;
    let sum: f64 = 0;
    let squares: f64 = 0;
    for (let i = 0; i < chunks; i++) {
      const sums = <usize>field(job, 3) + <usize>(2 * i * C) * 4 + at;
      sum += load<f32>(sums);
      squares += load<f32>(sums + 4 * C);
    }
    const shifted = sum / R;
    const mean = <f64>load<f32>(<usize>field(job, 0) + at) + shifted;
    const variance = max<f64>(0, squares / R - shifted * shifted);
    const factor = <f64>load<f32>(<usize>field(job, 5) + at) / sqrt(variance + epsilon);
    store<f32>(<usize>field(job, 7) + at, <f32>mean);
    store<f32>(<usize>field(job, 8) + at, <f32>variance);
    store<f32>(<usize>field(job, 9) + at, <f32>factor);
    store<f32>(
      <usize>field(job, 10) + at,
      <f32>(<f64>load<f32>(<usize>field(job, 6) + at) - mean * factor),
    );
  }
}

/** y = x factor + shift (+ residual), and max(·, 0). */
// x, R, C, rows a chunk, factor, shift, residual or 0, relu, y
export function normApply(job: usize, chunk: i32, _thread: i32): void {
  const stride: usize = field(job, 2) << 2;
  const first = <usize>(chunk * field(job, 3)) * stride;
  const last = <usize>min((chunk + 1) * field(job, 3), field(job, 1)) * stride;
  const x: usize = field(job, 0);
  const factor: usize = field(job, 4);
  const shift: usize = field(job, 5);
  const residual: usize = field(job, 6);
  const relu = field(job, 7);
  const y: usize = field(job, 8);
  const zero = f32x4.splat(0);
  // without a ReLU the smallest float stands for no bound
  const bound = relu ? zero : f32x4.splat(-f32.MAX_VALUE);
  const vectors = stride & ~15;
  for (let row = first; row < last; row += stride) {
    let c: usize = 0;
    if (residual) {
      for (; c < vectors; c += 16) {
        const sum = f32x4.add(
          f32x4.mul(v128.load(x + row + c), v128.load(factor + c)),
          f32x4.add(v128.load(shift + c), v128.load(residual + row + c)),
        );
        v128.store(y + row + c, relu ? f32x4.max(sum, bound) : sum);
      }
    } else {
      for (; c < vectors; c += 16) {
        const sum = f32x4.add(
          f32x4.mul(v128.load(x + row + c), v128.load(factor + c)),
          v128.load(shift + c),
        );
        v128.store(y + row + c, relu ? f32x4.max(sum, bound) : sum);
      }
    }
    for (; c < stride; c += 4) {
      let sum = load<f32>(x + row + c) * load<f32>(factor + c) + load<f32>(shift + c);
      if (residual) sum += load<f32>(residual + row + c);
      store<f32>(y + row + c, relu ? max<f32>(sum, 0) : sum);
    }
  }
}
