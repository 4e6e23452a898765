import { statfsSync } from "node:fs";
import { InstallError } from "./install-error.ts";

/** @throws {InstallError} Where the disk of a folder has less room. */
export function assertRoom(
  folder: string,
  bytes: number,
  { bavail, bsize }: { readonly bavail: number; readonly bsize: number } = statfsSync(folder),
): void {
  if (bavail * bsize >= bytes) return;
  throw new InstallError(
    "disk",
    `${folder} must have ${diskSize(bytes)} of room; got ${diskSize(bavail * bsize)}. Make room, or set XDG_CACHE_HOME to a folder on another disk.`,
  );
}

/** Bytes for people: "5.7 GB", "0.1 MB". */
export function diskSize(bytes: number): string {
  return bytes < 1e8 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}
