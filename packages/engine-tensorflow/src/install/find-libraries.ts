import { mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import type { TriedVersion, Variant } from "../tried-versions.ts";
import { assertRoom, diskSize } from "./assert-room.ts";
import { fetchWheels } from "./fetch-wheels.ts";
import { assertPip, findPython } from "./find-python.ts";
import { findInstalledWheel } from "./installed-wheel.ts";
import { unpackWheels } from "./unpack-wheels.ts";

/** TensorFlow's libraries and headers. */
export interface Libraries {
  readonly from: "pypi" | "python";
  readonly version: string;
  /** Has the folder `tensorflow` as the wheel has it. */
  readonly site: string;
  /** A line for people. */
  readonly line: string;
}

/**
 * TensorFlow from Python, where it has one that was tried, else from PyPI into a folder.
 *
 * @param folder - Gets `site`, and is else left as it was.
 * @throws {InstallError} Where there is no Python, or the wheels cannot be had.
 */
export async function findLibraries(
  tried: TriedVersion,
  variant: Variant,
  folder: string,
  onStep: (line: string) => void,
): Promise<Libraries> {
  const python = await findPython();
  const installed = await findInstalledWheel(python, variant);
  if (installed?.version === tried.version) {
    const { name, version, site } = installed;
    const line = `uses the libraries of ${name} ${version} in ${site}, which must stay there`;
    return { from: "python", version, site, line };
  }
  if (installed) {
    onStep(`passing over ${installed.name} ${installed.version} of ${python}, which was not tried`);
  }
  await assertPip(python);
  const { kept, downloads } = tried.bytes[variant];
  assertRoom(dirname(folder), kept + downloads);
  const { name } = tried.wheels[variant];
  onStep(`downloading ${name} ${tried.version} (${diskSize(downloads)}) from PyPI ...`);
  const downloaded = join(folder, "downloads");
  mkdirSync(downloaded);
  const wheels = await fetchWheels(python, tried, variant, downloaded);
  onStep("taking the libraries out of it ...");
  const site = join(folder, "site");
  await unpackWheels(python, wheels, site);
  rmSync(downloaded, { recursive: true });
  return {
    from: "pypi",
    version: tried.version,
    site,
    line: `has the libraries of ${name} ${tried.version} from PyPI`,
  };
}
