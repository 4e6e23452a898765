import { expect, test } from "vitest";
import type { Binding } from "../backend/tensorflow-backend.ts";
import { withExplainedErrors } from "./explained-errors.ts";

const failing = (message: string, device: string) => {
  const binding = {
    TF_Version: "2.21.0",
    executeOp() {
      throw new Error(message);
    },
  } as unknown as Binding;
  const explained = withExplainedErrors(binding, device);
  expect(explained.TF_Version).toBe("2.21.0");
  return () => explained.executeOp("Conv2D", [], [], 1);
};

const OOM =
  "Invalid TF_Status: 8\nMessage: OOM when allocating tensor with shape[512,64,224,224] and type float on /device:GPU:0 by allocator GPU_0_bfc";

test("says what to do where memory is short", () => {
  expect(failing(OOM, "gpu:0")).toThrowErrorMatchingInlineSnapshot(
    `[Error: tensorflowEngine: gpu:0 must have memory for Conv2D; got: OOM when allocating tensor with shape[512,64,224,224] and type float on /device:GPU:0 by allocator GPU_0_bfc. Take smaller batches, or free the GPU of other programs (nvidia-smi lists them).]`,
  );
  expect(failing(OOM.replace("GPU:0", "CPU:0"), "cpu")).not.toThrow("nvidia-smi");
});

test("leaves other errors as they are", () => {
  expect(failing("Invalid TF_Status: 3", "gpu:0")).toThrow(/^Invalid TF_Status: 3$/);
});
