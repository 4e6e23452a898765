import { existsSync, readFileSync } from "node:fs";

/** Version of the NVIDIA driver, "unknown" inside Windows' Linux, undefined where there is none. */
export function nvidiaDriver(
  file = "/proc/driver/nvidia/version",
  windows = "/dev/dxg",
): string | undefined {
  if (existsSync(file)) {
    return /Module.*?\s(\d+\.\d+(\.\d+)?)\s/.exec(readFileSync(file, "utf8"))?.[1] ?? "unknown";
  }
  return existsSync(windows) ? "unknown" : undefined;
}

/** Whether a driver's version is another's or later. */
export function isAtLeast(version: string, oldest: string): boolean {
  const [ours, theirs] = [version, oldest].map((one) => one.split(".").map(Number));
  for (const [i, wanted] of (theirs as number[]).entries()) {
    const got = ours?.[i] ?? 0;
    if (got !== wanted) return got > wanted;
  }
  return true;
}
