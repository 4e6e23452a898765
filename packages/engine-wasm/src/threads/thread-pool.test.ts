import { expect, test } from "vitest";
import { loadKernels } from "./load-kernels.ts";
import { ThreadPool } from "./thread-pool.ts";

/** a + b = out, 40,000 floats in chunks of 4: more chunks than one ticket holds. */
async function sums(pool: ThreadPool, memory: WebAssembly.Memory): Promise<void> {
  const floats = 40_000;
  const [a, b, out] = [1, 2, 3].map(
    (n) => new Float32Array(memory.buffer, n * 2 ** 20, floats),
  ) as [Float32Array, Float32Array, Float32Array];
  a.set(a.map((_, i) => i));
  b.fill(0.5);
  out.fill(Number.NaN);
  new Int32Array(memory.buffer, 0, 5).set([2 ** 20, 2 ** 21, 3 * 2 ** 20, floats, 4]);
  pool.run("add", 0, floats / 4);
  expect(out.every((value, i) => value === i + 0.5)).toBe(true);
}

const sharedMemory = () => new WebAssembly.Memory({ initial: 80, maximum: 65536, shared: true });

test("computes every chunk once, with any number of threads", async () => {
  const memory = sharedMemory();
  const pool = new ThreadPool(await loadKernels({ shared: true, relaxed: false }), memory);
  for (const threads of [1, 2, 4, 1, 3]) {
    await pool.use(threads);
    for (let i = 0; i < 20; i++) await sums(pool, memory);
  }
  expect(pool.started).toBe(4);
});

test("works on a memory that is not shared, with one thread", async () => {
  const memory = new WebAssembly.Memory({ initial: 80, maximum: 65536 });
  await sums(new ThreadPool(await loadKernels({ shared: false, relaxed: false }), memory), memory);
});
