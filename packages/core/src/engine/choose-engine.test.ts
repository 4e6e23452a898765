import * as tf from "@tensorflow/tfjs";
import { describe, expect, test } from "vitest";
import { installPackage } from "../../fixtures/install-package.ts";
import { chooseEngine } from "./choose-engine.ts";
import { cpuEngine } from "./cpu-engine.ts";
import type { KnownEngine } from "./known-engines.ts";
import { survey } from "./survey-engines.ts";

const ENGINES: readonly KnownEngine[] = [
  { name: "quick", package: "@unlabeled/engine-quick" }, // exists nowhere but in these tests
  { name: "cpu", engine: cpuEngine },
];

const choose = (choice?: string, options = {}) => chooseEngine(ENGINES, choice, options);

/** Lets the quick engine be this module for the rest of the test. */
const install = (module: string, how = {}) =>
  installPackage("@unlabeled/engine-quick", module, how);

const WORKS = '{ works: true, detail: "made for this test" }';
const STARTS =
  'return { name: "quick", description: "ours", precision: "float32", threads: options.threads ?? 3 };';

const moduleOf = (probe = WORKS, start = STARTS, more = "") => `export const engine = {
  name: "quick",
  async probe() { return ${probe}; },
  async start(options) { ${start} },
  ${more}
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
  const gpus = ["gpu:0  a card"];
  const tells = `async gpus() { return ${JSON.stringify(gpus)}; },`;
  install(moduleOf(WORKS, 'throw new Error("started");', tells));
  expect(await survey(ENGINES)).toEqual([
    { name: "quick", probe: { works: true, detail: "made for this test" }, gpus },
    { name: "cpu", probe: { works: true, detail: "plain JavaScript, 1 thread; slow" } },
  ]);
});

describe("a device", () => {
  const NAMES_DEVICE =
    'return { name: "quick", description: options.device ?? "usual", precision: "float32", threads: 1 };';
  const GPUS = 'async gpus() { return ["gpu:0  a card"]; },';

  test("is the engine's own matter where it is for GPUs", async () => {
    install(moduleOf(WORKS, NAMES_DEVICE, GPUS));
    expect((await choose("quick")).description).toBe("usual");
    expect((await choose("quick", { device: "gpu:1" })).description).toBe("gpu:1");
  });

  test("is the processor where the engine is for processors alone", async () => {
    install(moduleOf());
    expect(await choose("cpu", { device: "cpu" })).toMatchObject({ name: "cpu" });
    expect(await choose("quick", { device: "cpu" })).toMatchObject({ name: "quick" });
    await expect(choose("quick", { device: "gpu:0" })).rejects.toThrowErrorMatchingInlineSnapshot(
      `[RangeError: useEngine: device of the quick engine must be "cpu", the only one that it has; got "gpu:0". Leave it out, or use the tensorflow engine.]`,
    );
    await expect(choose("cpu", { device: "gpu:0" })).rejects.toThrow("of the cpu engine");
    await expect(choose(undefined, { device: "gpu:0" })).rejects.toThrow(
      "an engine must work here; got quick: ",
    );
  });
});

describe("an engine that would compute on a GPU", () => {
  const GPU = '{ works: true, gpu: true, detail: "on a card" }';
  const TABLE: readonly KnownEngine[] = [
    { name: "cpu", engine: cpuEngine },
    { name: "quick", package: "@unlabeled/engine-quick", forGpus: true },
  ];
  const chosen = async (options = {}) => (await chooseEngine(TABLE, undefined, options)).name;
  const surveyed = async () => (await survey(TABLE)).map(({ name }) => name);

  test("goes before the others", async () => {
    install(moduleOf(GPU));
    expect(await chosen()).toBe("quick");
    expect(await surveyed()).toEqual(["quick", "cpu"]);
  });

  test("keeps its place where the processor was asked for", async () => {
    install(moduleOf(GPU));
    expect(await chosen({ device: "cpu" })).toBe("cpu");
  });

  test("keeps its place where there is no GPU, or no engine", async () => {
    expect(await chosen()).toBe("cpu");
    install(moduleOf());
    expect(await chosen()).toBe("cpu");
    expect(await surveyed()).toEqual(["cpu", "quick"]);
  });

  test("that fails to start is passed over", async () => {
    install(moduleOf(GPU, 'throw new Error("the card is full");'));
    const { name, description } = await chooseEngine(TABLE, undefined, {});
    expect(name).toBe("cpu");
    expect(description).toContain("; passed over quick: the card is full");
  });
});
