import { availableParallelism } from "node:os";
import * as tf from "@tensorflow/tfjs";
import type { Engine, EngineOptions, RunningEngine } from "@unlabeled/core";
import { loadBackend } from "./backend/load-backend.ts";
import {
  assertDevice,
  type Device,
  gpuTrouble,
  usualDevice,
  visibleDevices,
} from "./binding/device.ts";
import { type FoundBinding, findBinding } from "./binding/find-binding.ts";
import { nvidiaDriver } from "./binding/nvidia-driver.ts";
import { setEnvironment } from "./binding/set-environment.ts";
import { gpuLines } from "./gpus/gpu-lines.ts";
import { installTensorFlow } from "./install/install-tensorflow.ts";

/** What `start` takes where it is not told a device. */
export type TensorflowEngineOptions = Pick<EngineOptions, "device">;

/** TensorFlow takes both when it is loaded, and keeps them. */
interface Running {
  readonly device: Device;
  readonly threads: number;
  readonly version: string;
}

let running: Running | undefined;

/**
 * The engine for NVIDIA's GPUs: tfjs-node bound to a current TensorFlow, which `installTensorFlow` makes. It computes
 * in float32, on a GPU or on processors.
 *
 * There is one in a process, on one device with one number of threads: starting it again makes it tfjs's backend again.
 *
 * @example
 * await useEngine("tensorflow", { device: "gpu:1" });
 */
export function tensorflowEngine({ device }: TensorflowEngineOptions = {}): Engine {
  return {
    name: "tensorflow",
    async probe() {
      const found = findBinding();
      if (!("file" in found)) return { works: false, ...found };
      const chosen = device ?? usualDevice(found.variant);
      assertDevice(chosen);
      const trouble = gpuTrouble(found.variant);
      if (trouble && chosen !== "cpu") return { works: false, ...trouble };
      const version = `TensorFlow ${found.version ?? `of ${found.tfjsNode.name}`}`;
      if (chosen !== "cpu") {
        const detail = `${version} on ${chosen}, driver ${nvidiaDriver()}`;
        return { works: true, detail, gpu: true };
      }
      const why =
        trouble && device === undefined && found.variant === "gpu" ? `: ${trouble.reason}` : "";
      return { works: true, detail: `${version} on the CPU${why}` };
    },
    async start(options) {
      const { precision = "float32", threads } = options;
      if (precision !== "float32") {
        throw new RangeError(
          `tensorflowEngine: precision must be "float32"; got ${JSON.stringify(precision)}. Leave it out, or use the native engine.`,
        );
      }
      if (threads !== undefined && !(Number.isInteger(threads) && threads >= 1)) {
        throw new RangeError(`tensorflowEngine: threads must be an integer ≥ 1; got ${threads}.`);
      }
      const wanted = options.device ?? device;
      if (wanted !== undefined) assertDevice(wanted);
      running ??= load(wanted, threads);
      assertSame(running, wanted, threads);
      await tf.setBackend("tensorflow");
      return described(running);
    },
    gpus: () => gpuLines(),
    install: installTensorFlow,
  };
}

/** {@link tensorflowEngine} with its defaults. */
export const engine: Engine = tensorflowEngine();

function load(wanted: Device | undefined, threads = availableParallelism()): Running {
  const found = findBinding();
  if (!("file" in found)) {
    throw new Error(
      `tensorflowEngine: TensorFlow must be there; got: ${found.reason}. ${found.remedy}`,
    );
  }
  const device = wanted ?? usualDevice(found.variant);
  if (device !== "cpu") assertGpu(found, device);
  setEnvironment({
    CUDA_VISIBLE_DEVICES: visibleDevices(device, process.env.CUDA_VISIBLE_DEVICES),
    TF_NUM_INTRAOP_THREADS: String(threads),
  });
  const { binding } = loadBackend(found, device);
  if (device !== "cpu" && !binding.isUsingGpuDevice()) {
    throw new Error(
      `tensorflowEngine: TensorFlow must find ${device}; got none. Set TF_CPP_MIN_LOG_LEVEL=0 to see what it says of its libraries and the GPU, or take device "cpu".`,
    );
  }
  return { device, threads, version: binding.TF_Version };
}

function assertGpu({ variant }: FoundBinding, device: Device): void {
  const trouble = gpuTrouble(variant);
  if (!trouble) return;
  const { reason, remedy } = trouble;
  throw new Error(`tensorflowEngine: ${device} must be usable; got: ${reason}. ${remedy}`);
}

function assertSame(now: Running, device: Device | undefined, threads: number | undefined): void {
  if (device !== undefined && device !== now.device) {
    throw new Error(
      `tensorflowEngine: device must be "${now.device}", which this process has loaded TensorFlow for; got "${device}". Use another process.`,
    );
  }
  if (threads !== undefined && threads !== now.threads) {
    throw new Error(
      `tensorflowEngine: threads must be ${now.threads}, with which this process has loaded TensorFlow; got ${threads}. Use another process.`,
    );
  }
}

function described({ device, threads, version }: Running): RunningEngine {
  const counted = `${threads} thread${threads === 1 ? "" : "s"}`;
  const description = `tensorflow engine (TensorFlow ${version}, float32, ${device}, ${counted})`;
  return { name: "tensorflow", description, precision: "float32", threads };
}
