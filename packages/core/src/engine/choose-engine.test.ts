import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { expect, onTestFinished, test } from "vitest";
import { chooseEngine } from "./choose-engine.ts";
import { cpuEngine } from "./cpu-engine.ts";
import type { KnownEngine } from "./known-engines.ts";
import { survey } from "./survey-engines.ts";

const ENGINES: readonly KnownEngine[] = [
  { name: "quick", package: "@unlabeled/engine-quick" }, // exists nowhere but in these tests
  { name: "cpu", engine: cpuEngine },
];

const choose = (choice?: string, options = {}) => chooseEngine(ENGINES, choice, options);

/** Lets the rest of the test be a program in a folder of its own, in which the quick engine is this module. */
function install(module: string, { linked = false } = {}): void {
  const folder = mkdtempSync(join(tmpdir(), "engine-"));
  const home = join(folder, "app", "node_modules", "@unlabeled", "engine-quick");
  mkdirSync(home, { recursive: true });
  const manifest = { name: "@unlabeled/engine-quick", type: "module", exports: "./index.js" };
  writeFileSync(join(home, "package.json"), JSON.stringify(manifest));
  writeFileSync(join(home, "index.js"), module);
  const program = join(folder, "app", "main.js");
  writeFileSync(program, "");
  const link = join(folder, "command");
  symlinkSync(program, link);
  const before = process.argv[1] as string;
  process.argv[1] = linked ? link : program;
  onTestFinished(() => {
    process.argv[1] = before;
    rmSync(folder, { recursive: true });
  });
}

const WORKS = '{ works: true, detail: "made for this test" }';
const STARTS =
  'return { name: "quick", description: "ours", precision: "float32", threads: options.threads ?? 3 };';

const moduleOf = (probe = WORKS, start = STARTS) => `export const engine = {
  name: "quick",
  async probe() { return ${probe}; },
  async start(options) { ${start} },
};`;

test("without a choice, it is the first engine that works, and says why others were passed over", async () => {
  expect(await choose()).toEqual({
    name: "cpu",
    description: `cpu engine (tfjs ${tf.version.tfjs}, 1 thread); passed over quick: @unlabeled/engine-quick is not installed`,
    precision: "float32",
    threads: 1,
  });
});

test.for([{ linked: false }, { linked: true }])(
  "finds a package that the running program can see: %j",
  async (how) => {
    install(moduleOf(), how);
    const ours = { name: "quick", description: "ours", precision: "float32", threads: 3 };
    expect(await choose()).toEqual(ours);
    expect(await choose("quick", { threads: 2 })).toEqual({ ...ours, threads: 2 });
  },
);

test("a named engine that is not installed throws with the remedy", async () => {
  await expect(choose("quick")).rejects.toThrowErrorMatchingInlineSnapshot(
    `[Error: useEngine: the quick engine must work here; got: @unlabeled/engine-quick is not installed. Run \`npm install @unlabeled/engine-quick\`.]`,
  );
});

test("a named engine that says why it cannot work throws so", async () => {
  install(moduleOf('{ works: false, reason: "no SIMD here", remedy: "Use another processor." }'));
  await expect(choose("quick")).rejects.toThrowErrorMatchingInlineSnapshot(
    `[Error: useEngine: the quick engine must work here; got: no SIMD here. Use another processor.]`,
  );
  expect((await choose()).description).toContain("; passed over quick: no SIMD here");
});

test("a package without an engine throws so", async () => {
  install("export const engine = 1;");
  await expect(choose("quick")).rejects.toThrowErrorMatchingInlineSnapshot(
    `[Error: useEngine: the quick engine must work here; got: @unlabeled/engine-quick exports no engine of this kind. Run \`npm install @unlabeled/engine-quick@latest\`.]`,
  );
});

test("a package that fails to load throws so", async () => {
  install('throw new Error("built for another machine");');
  await expect(choose("quick")).rejects.toThrowErrorMatchingInlineSnapshot(
    `[Error: useEngine: the quick engine must work here; got: @unlabeled/engine-quick fails to load: built for another machine. Run \`npm install @unlabeled/engine-quick\`.]`,
  );
});

test("an engine that fails to start is passed over, but throws where it was named", async () => {
  install(moduleOf(WORKS, 'throw new Error("no memory");'));
  await expect(choose("quick")).rejects.toThrow("no memory");
  expect((await choose()).description).toContain("; passed over quick: no memory");
});

test("bfloat16 throws where no engine has it", async () => {
  const options = { precision: "bfloat16" };
  await expect(choose("cpu", options)).rejects.toThrowErrorMatchingInlineSnapshot(
    `[RangeError: useEngine: precision of the cpu engine must be "float32", the only one that JavaScript computes in; got "bfloat16". Leave it out, or use another engine.]`,
  );
  install(moduleOf()); // would start in float32
  await expect(choose("quick", options)).rejects.toThrowErrorMatchingInlineSnapshot(
    `[Error: useEngine: the quick engine must compute in bfloat16; got float32.]`,
  );
  await expect(choose(undefined, options)).rejects.toThrowErrorMatchingInlineSnapshot(
    `[Error: useEngine: an engine must work here; got quick: useEngine: the quick engine must compute in bfloat16; got float32. - cpu: useEngine: precision of the cpu engine must be "float32", the only one that JavaScript computes in; got "bfloat16". Leave it out, or use another engine.]`,
  );
});

test("the survey says of each engine whether it works, and starts none", async () => {
  const quick = async () => (await survey(ENGINES))[0];
  expect(await quick()).toEqual({
    name: "quick",
    probe: {
      works: false,
      reason: "@unlabeled/engine-quick is not installed",
      remedy: "Run `npm install @unlabeled/engine-quick`.",
    },
  });
  install(moduleOf(WORKS, 'throw new Error("started");'));
  expect(await survey(ENGINES)).toEqual([
    { name: "quick", probe: { works: true, detail: "made for this test" } },
    { name: "cpu", probe: { works: true, detail: "plain JavaScript, 1 thread; slow" } },
  ]);
});
