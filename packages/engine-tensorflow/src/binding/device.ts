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

/** What of a machine decides whether a GPU can be used. */
export interface Machine {
  /** Version of the NVIDIA driver, if there is one. */
  readonly driver: string | undefined;
  /** CUDA_VISIBLE_DEVICES, if it is set. */
  readonly visible: string | undefined;
}

export function thisMachine(): Machine {
  return { driver: nvidiaDriver(), visible: process.env.CUDA_VISIBLE_DEVICES };
}

/** The first GPU where the binding is for GPUs and one can be used, else the processor. */
export function usualDevice(variant: Variant, machine: Machine = thisMachine()): Device {
  return gpuTrouble(variant, machine) ? "cpu" : "gpu:0";
}

/** Why a binding cannot use a GPU here, as far as can be seen without trying, and what to do. */
export function gpuTrouble(
  variant: Variant,
  { driver, visible }: Machine = thisMachine(),
): { readonly reason: string; readonly remedy: string } | undefined {
  if (variant === "cpu") {
    return {
      reason: "this TensorFlow is for processors alone",
      remedy:
        "Run `npx unlabeled engine tensorflow --gpu`, or call installTensorFlow({ gpu: true }) of @unlabeled/engine-tensorflow.",
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
  if (driver !== "unknown" && !isAtLeast(driver, oldestDriver)) {
    return {
      reason: `the NVIDIA driver ${driver} is too old for CUDA 12`,
      remedy: `Install ${oldestDriver} or later. Or take device "cpu".`,
    };
  }
  if (visible === undefined || visibleList(visible).length > 0) return undefined;
  return {
    reason: `CUDA_VISIBLE_DEVICES="${visible}" hides every GPU`,
    remedy: 'Unset it, or name the GPUs that may be used. Or take device "cpu".',
  };
}

/**
 * The number by which the engine knows a GPU; undefined where CUDA_VISIBLE_DEVICES hides it.
 *
 * @param gpu - As nvidia-smi lists it.
 * @param visible - CUDA_VISIBLE_DEVICES.
 */
export function gpuNumber(
  { index, uuid }: { readonly index: number; readonly uuid: string },
  visible: string | undefined,
): number | undefined {
  if (visible === undefined) return index;
  const number = visibleList(visible).findIndex(
    (one) => one === String(index) || (one.startsWith("GPU-") && uuid.startsWith(one)),
  );
  return number < 0 ? undefined : number;
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
  const list = visibleList(visible);
  const chosen = list[number];
  if (chosen !== undefined) return chosen;
  throw new RangeError(
    `tensorflowEngine: device must be one of the ${list.length} GPUs of CUDA_VISIBLE_DEVICES=${visible}; got "${device}".`,
  );
}

function visibleList(visible: string): string[] {
  return visible.split(",").filter((one) => one !== "" && one !== "-1");
}
