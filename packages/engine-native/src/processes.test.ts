import { beforeAll, describe, expect, test } from "vitest";
import type { GradientCheck } from "../fixtures/programs/gradient-check.ts";
import type { Signals } from "../fixtures/programs/signals.ts";
import type { WrongCalls } from "../fixtures/programs/wrong-calls.ts";
import { buildPrograms, runProcess, runThread } from "../fixtures/run-program.ts";
import { FUNCTIONS } from "./addon/addon.ts";
import { engine } from "./engine.ts";

beforeAll(buildPrograms, 60_000);

const KERNELS = ["sse2", "avx2", "avx512", "avx512bf16"];

// where the whole suite runs under a limit, this says nothing more
const limited = process.env.ONEDNN_MAX_CPU_ISA !== undefined;

describe.skipIf(limited)("each instruction set computes the cpu backend's gradients", () => {
  test.concurrent.for([
    { isa: "SSE41", kernels: "sse2" },
    { isa: "AVX2", kernels: "avx2" },
    { isa: "AVX512_CORE", kernels: "avx512" },
    { isa: "AVX512_CORE_BF16", kernels: "avx512bf16" },
  ])("ONEDNN_MAX_CPU_ISA=$isa", async ({ isa, kernels }) => {
    const check = await runProcess<GradientCheck>("gradient-check", { ONEDNN_MAX_CPU_ISA: isa });
    const best = (await engine.probe()) as { detail: string };
    // on a processor that lacks it the best that there is
    const most = KERNELS.findIndex((name) => best.detail.split(", ").includes(name));
    expect(check.kernels).toBe(KERNELS[Math.min(KERNELS.indexOf(kernels), most)]);
    expect(check.worst).toBeLessThan(1e-5);
    expect(check.same).toBe(true);
  });
});

test("two worker threads compute at the same time, and end", async () => {
  const checks = await Promise.all([1, 2].map(() => runThread<GradientCheck>("gradient-check")));
  for (const { worst, same } of checks) {
    expect(worst).toBeLessThan(1e-5);
    expect(same).toBe(true);
  }
});

test("wrong arguments to the addon are RangeErrors, and never crash it", async () => {
  const { called, refused, faults } = await runProcess<WrongCalls>("wrong-calls");
  const apart = ["describe", "setThreads", "allocate", "release", "convolutionImplementation"];
  const { detail } = (await engine.probe()) as { detail: string };
  if (detail.includes("no bfloat16")) apart.push("reform"); // between bfloat16 and float32
  expect([...called, ...apart].sort()).toEqual(Object.keys(FUNCTIONS).sort());
  expect(faults).toEqual([]);
  expect(refused).toBeGreaterThan(1000);
});

// oneDNN's product for AVX2 has its stack in a buffer, where the handler of a signal would write over other memory
test.concurrent.for(["1", "2"])("signals come while it multiplies, %s threads", async (threads) => {
  const given = { ONEDNN_MAX_CPU_ISA: "AVX2", OMP_NUM_THREADS: threads };
  const { handled, same } = await runProcess<Signals>("signals", given);
  expect(handled).toBeGreaterThan(20);
  expect(same).toBe(true);
});
