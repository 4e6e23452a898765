import { TRIED_VERSIONS, type Variant } from "../tried-versions.ts";
import { isAtLeast, nvidiaDriver } from "./nvidia-driver.ts";

/** Where TensorFlow computes: "cpu", or a GPU by its number among those that the process may use. */
export type Device = "cpu" | `gpu:${number}`;

/** @throws {RangeError} If it is no device. */
export function assertDevice(device: string): asserts device is Device {
  if (/^(cpu|gpu:\d+)$/.test(device)) return;
  throw new RangeError(
    `tensorflowEngine: device must be "cpu" or a GPU by its number, "gpu:0"; got ${JSON.stringify(device)}.`,
  );
}

/** The first GPU where the binding is for GPUs and there is a driver that serves, else the processor. */
export function usualDevice(variant: Variant, driver: string | undefined = nvidiaDriver()): Device {
  return gpuTrouble(variant, driver) ? "cpu" : "gpu:0";
}

/** Why a binding cannot use a GPU here, as far as can be seen without trying, and what to do. */
export function gpuTrouble(
  variant: Variant,
  driver: string | undefined = nvidiaDriver(),
): { readonly reason: string; readonly remedy: string } | undefined {
  if (variant === "cpu") {
    return {
      reason: "this TensorFlow is for processors alone",
      remedy: "Call installTensorFlow({ gpu: true }) of @unlabeled/engine-tensorflow.",
    };
  }
  if (driver === undefined) {
    return {
      reason: "there is no NVIDIA driver",
      remedy:
        'Install one; in a container, run it with access to the GPUs (docker run --gpus all). Or take device "cpu".',
    };
  }
  const [{ oldestDriver }] = TRIED_VERSIONS;
  if (driver === "unknown" || isAtLeast(driver, oldestDriver)) return undefined;
  return {
    reason: `the NVIDIA driver ${driver} is too old for CUDA 12`,
    remedy: `Install ${oldestDriver} or later. Or take device "cpu".`,
  };
}

/**
 * The environment in which TensorFlow sees this device and no other.
 *
 * @param visible - CUDA_VISIBLE_DEVICES, of which the device is one.
 * @throws {RangeError} If there are not as many.
 */
export function visibleDevices(device: Device, visible: string | undefined): string {
  if (device === "cpu") return "-1";
  const number = Number(device.slice("gpu:".length));
  if (visible === undefined) return String(number);
  const list = visible.split(",").filter((one) => one !== "" && one !== "-1");
  const chosen = list[number];
  if (chosen !== undefined) return chosen;
  throw new RangeError(
    `tensorflowEngine: device must be one of the ${list.length} GPUs of CUDA_VISIBLE_DEVICES=${visible}; got "${device}".`,
  );
}
