import { existsSync } from "node:fs";
import { join } from "node:path";
import { TRIED_VERSIONS, type TriedVersion, type Variant } from "../tried-versions.ts";
import { runCommand } from "./run-command.ts";

/** A TensorFlow that Python has. */
export interface InstalledWheel {
  readonly name: string;
  readonly version: string;
  /** The folder that has `tensorflow/libtensorflow_cc.so.2`. */
  readonly site: string;
  /** Undefined where this engine was not tried with it. */
  readonly tried: TriedVersion | undefined;
}

/** Looks without importing it, which would take seconds. */
const PROGRAM = `
import json, sys
from importlib import metadata
for name in sys.argv[1:]:
    try:
        found = metadata.distribution(name)
        print(json.dumps({"name": name, "version": found.version, "site": str(found.locate_file(""))}))
        break
    except metadata.PackageNotFoundError:
        pass
`;

/** The wheel of a variant that Python has; for processors one with GPUs does too. */
export async function findInstalledWheel(
  python: string,
  variant: Variant,
): Promise<InstalledWheel | undefined> {
  const names = variant === "gpu" ? ["tensorflow"] : ["tensorflow-cpu", "tensorflow"];
  const { status, stdout } = await runCommand(python, ["-c", PROGRAM, ...names]);
  if (status !== 0 || stdout.trim() === "") return undefined;
  const found = JSON.parse(stdout) as Omit<InstalledWheel, "tried">;
  if (!existsSync(join(found.site, "tensorflow", "libtensorflow_cc.so.2"))) return undefined;
  return { ...found, tried: TRIED_VERSIONS.find(({ version }) => version === found.version) };
}
