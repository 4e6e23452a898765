import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { addTool, fakeTools } from "../../fixtures/fake-tools.ts";
import type { Machine } from "../binding/device.ts";
import type { BindingSearch, FoundBinding } from "../binding/find-binding.ts";
import { gpuLines } from "./gpu-lines.ts";

const NONE = { reason: "not installed", remedy: "" };
const HEADER = "| NVIDIA-SMI 550.54.14    Driver Version: 550.54.14    CUDA Version: 12.4     |";
const FIRST = "0, GPU-8f2c-11, NVIDIA H100 80GB HBM3, 550.54.14, 80994, 81559, 9.0";
const SECOND = "1, GPU-0a44-12, Tesla K80, 550.54.14, 11000, 11441, 3.7";

const linesOf = (binding: BindingSearch = NONE, machine: Partial<Machine> = {}) =>
  gpuLines(binding, { driver: undefined, visible: undefined, ...machine });

/** An nvidia-smi that answers with these rows for the rest of the test. */
function nvidiaSmi(rows: readonly string[], { header = HEADER, rest = "" } = {}): void {
  fakeTools({ python: false, compiler: false });
  const answer = rows.map((row) => `echo '${row}'`).join("\n");
  addTool("nvidia-smi", `if [ $# = 0 ]; then echo '${header}'; exit 0; fi\n${rest}\n${answer}`);
}

test("lists each GPU by the name that device has for it, and the driver", async () => {
  nvidiaSmi([FIRST, SECOND]);
  expect(await linesOf()).toEqual([
    "gpu:0   NVIDIA H100 80GB HBM3, compute capability 9.0, 79.1 of 79.6 GiB free",
    "gpu:1   Tesla K80, compute capability 3.7, too old: TensorFlow needs 6.0 or later, 10.7 of 11.2 GiB free",
    "driver 550.54.14, runs CUDA up to 12.4",
  ]);
});

test("numbers those in CUDA_VISIBLE_DEVICES, and says which are hidden", async () => {
  nvidiaSmi([FIRST, SECOND]);
  const [first, second] = await linesOf(NONE, { visible: "1" });
  expect(first).toMatch(/^hidden {2}NVIDIA H100 .*, not in CUDA_VISIBLE_DEVICES=1$/);
  expect(second).toMatch(/^gpu:0 {3}Tesla K80/);
});

test("does without what an old driver does not know, and says that it is too old", async () => {
  nvidiaSmi(["0, GPU-1, Tesla T4, 418.87.00, [N/A], [N/A]"], {
    header: "| NVIDIA-SMI 418.87.00 |",
    rest: 'case "$*" in *compute_cap*) echo "Field is not valid"; exit 2 ;; esac',
  });
  expect(await linesOf()).toEqual([
    "gpu:0   Tesla T4",
    "driver 418.87.00; too old for CUDA 12: install 525.60.13 or later",
  ]);
});

test("says where there is none", async () => {
  fakeTools({ python: false, compiler: false });
  expect(await linesOf()).toEqual(["no NVIDIA GPU (neither a driver nor nvidia-smi is there)"]);
  expect(await linesOf(NONE, { driver: "470.256.02" })).toEqual([
    "driver 470.256.02; too old for CUDA 12: install 525.60.13 or later; nvidia-smi is not there, which lists the GPUs",
  ]);
  nvidiaSmi([]);
  expect(await linesOf()).toEqual(["no NVIDIA GPU: nvidia-smi lists none"]);
  nvidiaSmi([], {
    rest: "echo 'Failed to initialize NVML: Driver/library version mismatch'; exit 18",
  });
  expect(await linesOf()).toEqual([
    'no NVIDIA GPU: nvidia-smi says "Failed to initialize NVML: Driver/library version mismatch"',
  ]);
});

test("says what TensorFlow brings for them", async () => {
  nvidiaSmi([FIRST]);
  const site = join(fakeTools(), "site");
  nvidiaSmi([FIRST]);
  for (const name of ["cuda_runtime_cu12-12.9.79", "cudnn_cu12-9.28.0.42", "nccl_cu12-2.32.3"]) {
    mkdirSync(join(site, `nvidia_${name}.dist-info`), { recursive: true });
  }
  const last = async (variant: "cpu" | "gpu", folder = site) => {
    const binding = { file: "/none", variant, version: "2.21.0", site: folder } as FoundBinding;
    return (await linesOf(binding)).at(-1);
  };
  expect(await last("gpu")).toBe("TensorFlow 2.21.0 brings CUDA 12.9.79 and cuDNN 9.28.0.42");
  expect(await last("gpu", join(site, "nvidia_nccl_cu12-2.32.3.dist-info"))).toBe(
    "TensorFlow 2.21.0 brings CUDA of unknown version and cuDNN of unknown version",
  );
  expect(await last("cpu")).toBe(
    "TensorFlow 2.21.0 is for processors alone; for GPUs: unlabeled engine tensorflow --gpu",
  );
});
