import { fullDisk, saysFull } from "./full-disk.ts";
import { InstallError } from "./install-error.ts";
import { lastLine, runCommand } from "./run-command.ts";

/** Node has no unzip, and Python is there: its pip has fetched the wheels. */
const PROGRAM = `
import os, sys, zipfile
site, wheels = sys.argv[1], sys.argv[2:]
headers = ("tensorflow/c/", "tensorflow/core/platform/ctstring", "tsl/platform/ctstring", "xla/tsl/c/")
libraries = ("tensorflow/libtensorflow_cc.so.2", "tensorflow/libtensorflow_framework.so.2")
for wheel in wheels:
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            header = name.startswith(tuple("tensorflow/include/" + one for one in headers)) and name.endswith(".h")
            program = name == "nvidia/cuda_nvcc/bin/ptxas"
            cuda = name.startswith("nvidia/") and (".so" in name or name.endswith("libdevice.10.bc"))
            note = name.startswith("nvidia_") and name.endswith(".dist-info/METADATA")
            if header or program or cuda or note or name in libraries:
                path = archive.extract(name, site)
                if program:
                    os.chmod(path, 0o755)
`;

/**
 * Takes out of wheels what an addon needs: TensorFlow's libraries and its C headers, and NVIDIA's libraries with pip's notes of their versions.
 *
 * @param site - Becomes what Python's site-packages is: TensorFlow's libraries find NVIDIA's by their place in it.
 * @throws {InstallError} Where a file is no wheel, or the disk is full.
 */
export async function unpackWheels(
  python: string,
  wheels: readonly string[],
  site: string,
): Promise<void> {
  const { status, stderr } = await runCommand(python, ["-c", PROGRAM, site, ...wheels]);
  if (status === 0) return;
  if (saysFull(stderr)) throw fullDisk("TensorFlow");
  throw new InstallError("wheel", `the wheels must be whole; got: ${lastLine(stderr)}`);
}
