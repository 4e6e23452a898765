import { expect, test } from "vitest";
import { inFolder, unlabeled } from "../fixtures/cli.ts";
import { installTensorflowEngine } from "../fixtures/tensorflow-engine.ts";

inFolder();

const START = "async start() {},";

test("lists the GPUs, and the engine first where it would use one", async () => {
  await installTensorflowEngine(
    "gpu",
    `async probe() { return { works: true, detail: "on gpu:0", gpu: true }; }, ${START}
    async gpus() { return ["gpu:0   NVIDIA H100", "driver 550.54.14"]; },`,
  );
  const { out } = await unlabeled("doctor");
  expect(out).toContain(
    "\n\nworks  tensorflow   on gpu:0\n                    (used when no --engine is given)\n",
  );
  expect(out.endsWith("\n\ngpu:0   NVIDIA H100\ndriver 550.54.14\n")).toBe(true);
});

test("says that there is no GPU, and what the engine lacks", async () => {
  await installTensorflowEngine(
    "none",
    `async probe() { return { works: false, reason: "not bound", remedy: "Bind it." }; }, ${START}
    async gpus() { return ["no NVIDIA GPU"]; },`,
  );
  const { out } = await unlabeled("doctor");
  expect(out).toContain("no     tensorflow   not bound\n                    Bind it.\n");
  expect(out.endsWith("\n\nno NVIDIA GPU\n")).toBe(true);
});
