import { expect, test } from "vitest";
import { assertDevice, gpuNumber, gpuTrouble, usualDevice, visibleDevices } from "./device.ts";

const machine = (driver: string | undefined, visible?: string) => ({ driver, visible });

test("names what is no device", () => {
  for (const device of ["cpu", "gpu:0", "gpu:12"]) assertDevice(device);
  expect(() => assertDevice("gpu")).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: tensorflowEngine: device must be "cpu" or a GPU by its number, "gpu:0"; got "gpu".]`,
  );
  expect(() => assertDevice("cuda:0")).toThrow(RangeError);
});

test("takes the first GPU where there can be one", () => {
  expect(usualDevice("gpu", machine("535.104.05"))).toBe("gpu:0");
  expect(usualDevice("gpu", machine("unknown"))).toBe("gpu:0");
  expect(usualDevice("gpu", machine("470.256.02"))).toBe("cpu");
  expect(usualDevice("cpu", machine("535.104.05"))).toBe("cpu");
  expect(usualDevice("gpu", machine("535.104.05", "3"))).toBe("gpu:0");
  for (const none of ["", "-1"]) {
    expect(usualDevice("gpu", machine("535.104.05", none))).toBe("cpu");
  }
});

test("says why there can be none", () => {
  expect(gpuTrouble("gpu", machine("525.60.13"))).toBeUndefined();
  expect(gpuTrouble("cpu", machine("535.104.05"))).toMatchInlineSnapshot(`
    {
      "reason": "this TensorFlow is for processors alone",
      "remedy": "Run \`npx unlabeled engine tensorflow --gpu\`, or call installTensorFlow({ gpu: true }) of @unlabeled/engine-tensorflow.",
    }
  `);
  expect(gpuTrouble("gpu", machine(undefined))).toMatchInlineSnapshot(`
    {
      "reason": "there is no NVIDIA driver",
      "remedy": "Install one; in a container, run it with access to the GPUs (docker run --gpus all). Or take device "cpu".",
    }
  `);
  expect(gpuTrouble("gpu", machine("525.60.11"))).toMatchInlineSnapshot(`
    {
      "reason": "the NVIDIA driver 525.60.11 is too old for CUDA 12",
      "remedy": "Install 525.60.13 or later. Or take device "cpu".",
    }
  `);
  expect(gpuTrouble("gpu", machine("525.60.13", "-1"))).toMatchInlineSnapshot(`
    {
      "reason": "CUDA_VISIBLE_DEVICES="-1" hides every GPU",
      "remedy": "Unset it, or name the GPUs that may be used. Or take device "cpu".",
    }
  `);
});

test("GPUs are numbered as nvidia-smi does, among those that the process may use", () => {
  const gpu = { index: 4, uuid: "GPU-8f2c-11" };
  expect(gpuNumber(gpu, undefined)).toBe(4);
  expect(gpuNumber(gpu, "7,4")).toBe(1);
  expect(gpuNumber(gpu, "GPU-77,7,GPU-8f2c")).toBe(2);
  expect(gpuNumber(gpu, "7")).toBeUndefined();
  expect(gpuNumber(gpu, "-1")).toBeUndefined();
});

test("a device is one of those that the process may use", () => {
  expect(visibleDevices("cpu", "0,1")).toBe("-1");
  expect(visibleDevices("gpu:1", undefined)).toBe("1");
  expect(visibleDevices("gpu:1", "4,7")).toBe("7");
  expect(() => visibleDevices("gpu:2", "4,7")).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: tensorflowEngine: device must be one of the 2 GPUs of CUDA_VISIBLE_DEVICES=4,7; got "gpu:2".]`,
  );
  expect(() => visibleDevices("gpu:0", "-1")).toThrow("one of the 0 GPUs");
});
