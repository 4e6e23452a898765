import { fullDisk } from "./full-disk.ts";
import { InstallError } from "./install-error.ts";

const FOUND: Readonly<Record<string, string>> = {
  EACCES: "no permission",
  EPERM: "no permission",
  EROFS: "a disk that is read-only",
  ENOTDIR: "a file in its place, or in that of a folder above it",
  EEXIST: "a file in its place, or in that of a folder above it",
};

/** What goes wrong with the cache folder, as an obstacle; other errors as they are. */
export function explainedDisk(cache: string, error: unknown): unknown {
  const { code = "" } = error as NodeJS.ErrnoException;
  if (code === "ENOSPC") return fullDisk("TensorFlow", "that it is full", { cause: error });
  const found = FOUND[code];
  if (found === undefined) return error;
  return new InstallError(
    "folder",
    `${cache} must be a folder that can be written; got ${found}. Set XDG_CACHE_HOME to another folder.`,
    { cause: error },
  );
}
