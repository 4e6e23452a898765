import { InstallError } from "./install-error.ts";

/** Whether a command ended because its disk is full, by what it said. */
export const saysFull = (stderr: string): boolean =>
  /No space left on device|Errno 28/.test(stderr);

/** What did not fit. */
export function fullDisk(
  what: string,
  got = '"No space left on device"',
  options?: ErrorOptions,
): InstallError {
  return new InstallError(
    "disk",
    `${what} must fit on the disk; got ${got}. Make room, or set XDG_CACHE_HOME to a folder on another disk.`,
    options,
  );
}
