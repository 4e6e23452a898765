import { field } from "./windows";

/** out = a + b. */
// a, b, out, floats, floats a chunk (a multiple of 4)
export function add(job: usize, chunk: i32, _thread: i32): void {
  const first = (<usize>(chunk * field(job, 4))) << 2;
  const last = (<usize>min((chunk + 1) * field(job, 4), field(job, 3))) << 2;
  const a: usize = field(job, 0);
  const b: usize = field(job, 1);
  const out: usize = field(job, 2);
  let at = first;
  for (; at + 16 <= last; at += 16) {
    v128.store(out + at, f32x4.add(v128.load(a + at), v128.load(b + at)));
  }
  for (; at < last; at += 4) store<f32>(out + at, load<f32>(a + at) + load<f32>(b + at));
}

/** out = the sum of the groups, in order. */
// parts [groups, floats], groups, floats, out
export function addGroups(job: usize, _chunk: i32, _thread: i32): void {
  const parts: usize = field(job, 0);
  const bytes: usize = field(job, 2) << 2;
  const end = parts + <usize>field(job, 1) * bytes;
  for (let at: usize = 0; at < bytes; at += 4) {
    let sum: f32 = 0;
    for (let part = parts + at; part < end; part += bytes) sum += load<f32>(part);
    store<f32>(<usize>field(job, 3) + at, sum);
  }
}
