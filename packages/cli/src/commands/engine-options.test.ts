import { expect, test } from "vitest";
import { inFolder } from "../fixtures/cli.ts";
import { installTensorflowEngine } from "../fixtures/tensorflow-engine.ts";
import { startEngine } from "./engine-options.ts";

inFolder();

test("an engine for GPUs is started on the device that --device names", async () => {
  await installTensorflowEngine(
    "devices",
    `async probe() { return { works: true, detail: "" }; },
    async start({ device }) {
      return { name: "tensorflow", description: "on " + device, precision: "float32", threads: 1 };
    },
    async gpus() { return []; },`,
  );
  const started = await startEngine({ engine: "tensorflow", device: "gpu:1" });
  expect(started.description).toBe("on gpu:1");
});

test("a device that cannot be is named in the words of the flags", async () => {
  const start = (device: string) => startEngine({ engine: "cpu", device });
  await expect(start("gpu:0")).rejects.toThrowErrorMatchingInlineSnapshot(
    `[UserError: --device of the cpu engine must be "cpu", the only one that it has; got "gpu:0". Leave it out, or use the tensorflow engine.]`,
  );
  await expect(start("gpu")).rejects.toThrowErrorMatchingInlineSnapshot(
    `[UserError: --device must be "cpu" or a GPU by its number, "gpu:0"; got "gpu".]`,
  );
  expect((await start("cpu")).name).toBe("cpu");
});
