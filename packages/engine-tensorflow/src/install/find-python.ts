import { InstallError } from "./install-error.ts";
import { runCommand } from "./run-command.ts";

/** The first Python 3 that runs. @throws {InstallError} Where there is none. */
export async function findPython(): Promise<string> {
  for (const command of ["python3", "python"]) {
    const { status, stdout } = await runCommand(command, ["-c", "import sys; print(sys.version)"]);
    if (status === 0 && stdout.startsWith("3.")) return command;
  }
  throw new InstallError(
    "python",
    "Python 3 must be there, whose pip fetches TensorFlow; got no python3 on the PATH. Install it (Debian: apt-get install python3 python3-pip).",
  );
}

/** @throws {InstallError} Where Python has no pip. */
export async function assertPip(python: string): Promise<void> {
  const { status } = await runCommand(python, ["-m", "pip", "--version"]);
  if (status === 0) return;
  throw new InstallError(
    "python",
    `${python} must have pip, which fetches TensorFlow; got none. Install it (Debian: apt-get install python3-pip).`,
  );
}
