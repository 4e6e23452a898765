import { gpuNumber, type Machine, thisMachine } from "../binding/device.ts";
import { type BindingSearch, findBinding } from "../binding/find-binding.ts";
import { isAtLeast } from "../binding/nvidia-driver.ts";
import { TRIED_VERSIONS } from "../tried-versions.ts";
import { cudaVersions } from "./cuda-versions.ts";
import { type Gpu, queryGpus } from "./query-gpus.ts";

const [{ oldestDriver, oldestCapability }] = TRIED_VERSIONS;

/** Lines for people: the GPUs with the names that `device` has for them, the driver, and the CUDA that TensorFlow brings. */
export async function gpuLines(
  binding: BindingSearch = findBinding(),
  { driver, visible }: Machine = thisMachine(),
): Promise<string[]> {
  const found = await queryGpus();
  if (found === undefined) {
    return driver === undefined
      ? ["no NVIDIA GPU (neither a driver nor nvidia-smi is there)"]
      : [`${driverLine(driver)}; nvidia-smi is not there, which lists the GPUs`];
  }
  if ("trouble" in found) return [`no NVIDIA GPU: nvidia-smi says "${found.trouble}"`];
  if (found.gpus.length === 0) return ["no NVIDIA GPU: nvidia-smi lists none"];
  const upTo = found.cuda && `, runs CUDA up to ${found.cuda}`;
  return [
    ...found.gpus.map((gpu) => gpuLine(gpu, visible)),
    driverLine(found.driver ?? driver ?? "unknown", upTo),
    ...bindingLines(binding),
  ];
}

function gpuLine(gpu: Gpu, visible: string | undefined): string {
  const { index, uuid, name, capability, freeMemory, totalMemory } = gpu;
  const number = gpuNumber({ index, uuid }, visible);
  const old =
    capability !== undefined && !isAtLeast(capability, oldestCapability)
      ? `, too old: TensorFlow needs ${oldestCapability} or later`
      : "";
  return [
    `${number === undefined ? "hidden" : `gpu:${number}`.padEnd(6)}  ${name}`,
    ...(capability === undefined ? [] : [`compute capability ${capability}${old}`]),
    ...(Number.isNaN(totalMemory) ? [] : [`${gib(freeMemory)} of ${gib(totalMemory)} GiB free`]),
    ...(number === undefined ? [`not in CUDA_VISIBLE_DEVICES=${visible}`] : []),
  ].join(", ");
}

function driverLine(driver: string, upTo = ""): string {
  const old = driver !== "unknown" && !isAtLeast(driver, oldestDriver);
  return `driver ${driver}${upTo}${old ? `; too old for CUDA 12: install ${oldestDriver} or later` : ""}`;
}

function bindingLines(binding: BindingSearch): string[] {
  if (!("file" in binding) || binding.site === undefined) return [];
  const { variant, version, site } = binding;
  if (variant === "cpu") {
    return [
      `TensorFlow ${version} is for processors alone; for GPUs: unlabeled engine tensorflow --gpu`,
    ];
  }
  const { cuda = "of unknown version", cudnn = "of unknown version" } = cudaVersions(site);
  return [`TensorFlow ${version} brings CUDA ${cuda} and cuDNN ${cudnn}`];
}

function gib(mebibytes: number): string {
  return (mebibytes / 1024).toFixed(1);
}
