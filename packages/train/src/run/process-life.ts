import { readdirSync, readFileSync } from "node:fs";

/** The field of /proc/PID/stat with the time when the process began, in ticks since the machine did. */
const START = 22;

/** What stands for a process's beginning where the system has no /proc. */
const OWN = Math.round(performance.timeOrigin).toString(36);

/**
 * Tells a process from another that has its number later: letters, digits and a dash.
 *
 * @returns undefined if there is none, or it cannot be seen: where the system has no /proc, or hides what others run.
 */
export function lifeOf(pid: number): string | undefined {
  const stat = readOrNothing(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  // its name, in brackets, may have brackets and spaces: what follows the last one is fields 3 and on
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return hasEnded(pid, fields[0]) ? "ended" : `${bootOf()}-${fields[START - 3]}`;
}

/** This process, as `isAlive` knows it. */
export function ownLife(): string {
  return lifeOf(process.pid) ?? OWN;
}

/**
 * Whether a process of this machine is still there.
 *
 * One that cannot be seen, and another that has got its number then, count as the same.
 *
 * @param life - What `ownLife` said in it.
 */
export function isAlive(pid: number, life: string): boolean {
  const seen = pid === process.pid ? ownLife() : lifeOf(pid);
  if (seen !== undefined) return seen === life;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM"; // another user's
  }
}

/** Ended, but not yet asked for by its parent. While other threads of it are at their last writes, it has not. */
function hasEnded(pid: number, state: string | undefined): boolean {
  if (state !== "Z" && state !== "X") return false;
  try {
    return readdirSync(`/proc/${pid}/task`).length <= 1;
  } catch {
    return true;
  }
}

function bootOf(): string {
  return readOrNothing("/proc/sys/kernel/random/boot_id")?.slice(0, 8) ?? "0";
}

function readOrNothing(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
