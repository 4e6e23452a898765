import { readdirSync } from "node:fs";

/**
 * Versions of NVIDIA's libraries that lie beside TensorFlow, by what pip notes of its packages.
 *
 * @param site - The folder of Python's packages, or what was made like it.
 */
export function cudaVersions(site: string): {
  readonly cuda: string | undefined;
  readonly cudnn: string | undefined;
} {
  const names = readdirSync(site);
  const versionOf = (name: string) =>
    names
      .map((one) => new RegExp(`^${name}_cu\\d+-(.+)\\.dist-info$`).exec(one)?.[1])
      .find(Boolean);
  return { cuda: versionOf("nvidia_cuda_runtime"), cudnn: versionOf("nvidia_cudnn") };
}
