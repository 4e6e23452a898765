import { readdir } from "node:fs/promises";
import { HOST, holderOf, isGone } from "./run-lock.ts";

/**
 * Whether a process trains in a run's folder, as its lock tells.
 *
 * @returns "perhaps" where the lock is of another machine: whether that process is still there cannot be
 *   known from here.
 * @throws The system's error if the folder cannot be read.
 */
export async function isRunning(folder: string): Promise<"yes" | "no" | "perhaps"> {
  const holders = (await readdir(folder)).flatMap((name) => holderOf(folder, name) ?? []);
  const present = holders.filter((holder) => !isGone(holder));
  if (present.length === 0) return "no";
  return present.some(({ host }) => host === HOST) ? "yes" : "perhaps";
}
