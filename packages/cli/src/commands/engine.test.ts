import { describe, expect, test } from "vitest";
import { inFolder, unlabeled } from "../fixtures/cli.ts";
import { installTensorflowEngine } from "../fixtures/tensorflow-engine.ts";

inFolder();

const PROBE =
  'async probe() { return { works: false, reason: "not bound", remedy: "Bind it." }; },';
const START = "async start() {},";
const failing = (message: string) =>
  `${PROBE} ${START} async install() { throw new InstallError(${JSON.stringify(message)}); },`;

test("shows steps as they happen, then what was done", async () => {
  await installTensorflowEngine(
    "works",
    `${PROBE} ${START} async install({ gpu, version, onStep }) {
      onStep("working ...");
      return { lines: [gpu + " " + version, "To undo it, remove that."] };
    },`,
  );
  expect(await unlabeled("engine", "tensorflow")).toEqual({
    status: 0,
    out: "working ...\nfalse undefined\nTo undo it, remove that.\n",
    error: "",
  });
  const { out } = await unlabeled("engine", "tensorflow", "--gpu", "--version", "2.21.0");
  expect(out).toContain("true 2.21.0\n");
});

describe("what stands in the way is one line", () => {
  test("without a package that loads", async () => {
    await installTensorflowEngine("broken", "async probe() { throw }");
    expect(await unlabeled("engine", "tensorflow")).toEqual({
      status: 1,
      out: "",
      error:
        "unlabeled: the package of the tensorflow engine must be there; got: @unlabeled/engine-tensorflow fails to load: Unexpected token '}'. Run `npm install @unlabeled/engine-tensorflow`.\n",
    });
  });

  test("with a package that cannot be installed so", async () => {
    await installTensorflowEngine("old", `${PROBE} ${START}`);
    const { status, error } = await unlabeled("engine", "tensorflow");
    expect(status).toBe(1);
    expect(error).toMatch(/^unlabeled: name must be an engine that needs .*\n$/);
  });

  test("where the installation fails, with its stack on demand", async () => {
    await installTensorflowEngine(
      "fails",
      failing("installTensorFlow: a C++ compiler must be there; got none."),
    );
    const line = "unlabeled: a C++ compiler must be there; got none.\n";
    expect(await unlabeled("engine", "tensorflow")).toEqual({ status: 1, out: "", error: line });
    const { error } = await unlabeled("engine", "tensorflow", "--verbose");
    expect(error.startsWith(`${line}UserError: `)).toBe(true);
    expect(error).toContain("\n    at ");
  });

  test("where the version was not tried", async () => {
    await installTensorflowEngine(
      "unknown",
      failing('installTensorFlow: version must be "2.21.0"; got "1.0".'),
    );
    const { error } = await unlabeled("engine", "tensorflow", "--version", "1.0");
    expect(error).toBe('unlabeled: --version must be "2.21.0"; got "1.0".\n');
  });

  test("with words that mean nothing", async () => {
    const { status, error } = await unlabeled("engine", "tensorflow", "--cuda");
    expect(status).toBe(1);
    expect(error).toMatch(/^unlabeled: unknown option '--cuda'.*\n$/);
  });
});

test("help names the flags", async () => {
  const { status, out } = await unlabeled("engine", "tensorflow", "--help");
  expect(status).toBe(0);
  expect(out).toContain("Usage: unlabeled engine tensorflow [options]");
  for (const flag of ["--gpu", "--version <version>"]) expect(out).toContain(flag);
  expect(out).not.toContain("--verbose");
});
