import { createHash } from "node:crypto";
import { createReadStream, readdirSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { TriedVersion, Variant } from "../tried-versions.ts";
import { fullDisk, saysFull } from "./full-disk.ts";
import { InstallError } from "./install-error.ts";
import { lastLine, runCommand } from "./run-command.ts";

const OPTIONS = [
  "--no-deps",
  "--only-binary=:all:",
  "--disable-pip-version-check",
  "--progress-bar=off",
  // the same files for every Python
  ...["--implementation=cp", "--python-version=3.11", "--abi=cp311", "--abi=none"],
  ...["--platform=manylinux_2_27_x86_64", "--platform=manylinux2014_x86_64"],
];

/**
 * Downloads the wheels of a variant into a folder.
 *
 * @returns Paths of the wheels, TensorFlow's first.
 * @throws {InstallError} Where they cannot be had, or are not those that were tried.
 */
export async function fetchWheels(
  python: string,
  { version, wheels, cuda }: TriedVersion,
  variant: Variant,
  folder: string,
): Promise<string[]> {
  const { name, sha256 } = wheels[variant];
  const wanted = [`${name}==${version}`, ...(variant === "gpu" ? cuda : [])];
  const command = ["-m", "pip", "download", ...OPTIONS, "-d", folder, ...wanted];
  const { status, stderr } = await runCommand(python, command);
  if (status !== 0) throw fetchError(`${name} ${version}`, stderr);
  const files = readdirSync(folder).map((file) => join(folder, file));
  const prefix = `${name.replaceAll("-", "_")}-${version}-`;
  const wheel = files.find((file) => file.startsWith(join(folder, prefix)));
  if (wheel === undefined) {
    throw new InstallError(
      "wheel",
      `pip must download ${prefix}*.whl; got ${readdirSync(folder).join(", ") || "nothing"}. Try again with a newer pip.`,
    );
  }
  const got = await digest(wheel);
  if (got !== sha256) {
    throw new InstallError(
      "wheel",
      `${name} ${version} must have the SHA-256 ${sha256}; got ${got}. Its index is not PyPI, or the download was cut off: try again.`,
    );
  }
  return [wheel, ...files.filter((file) => file !== wheel)];
}

function fetchError(what: string, stderr: string): InstallError {
  if (saysFull(stderr)) return fullDisk(what);
  if (
    /NewConnectionError|name resolution|timed out|Connection|Max retries|ProxyError/i.test(stderr)
  ) {
    return new InstallError(
      "network",
      `${what} must be downloaded from PyPI by pip; got no connection. Try again when it can be reached, or install the wheel into this Python first.`,
    );
  }
  return new InstallError(
    "wheel",
    `${what} must be downloaded from PyPI by pip; got: ${lastLine(stderr)}`,
  );
}

async function digest(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}
