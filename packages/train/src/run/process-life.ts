import { readdirSync, readFileSync } from "node:fs";

/** Tells one process from another that has its number later. Letters, digits and a dash. */
export function lifeOf(pid: number): string | undefined {
  const stat = readOrNothing(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  // its name, in brackets, may have brackets and spaces: what follows the last one is fields 3 and on
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return isDead(pid, fields[0]) ? undefined : `${bootOf()}-${fields[START - 3]}`;
}

/** Of this process, where lifeOf cannot tell. */
const OWN = Math.round(performance.timeOrigin).toString(36);

/** This process, as `isAlive` knows it. */
export function ownLife(): string {
  return lifeOf(process.pid) ?? OWN;
}

/**
 * Whether a process of this machine is still there.
 *
 * Where the system has no /proc, another process that has got the number counts as the same.
 *
 * @param life - What `ownLife` said in it.
 */
export function isAlive(pid: number, life: string): boolean {
  if (lifeOf(process.pid) !== undefined) return lifeOf(pid) === life;
  if (pid === process.pid) return life === OWN;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM"; // another user's
  }
}

/** The field of /proc/PID/stat with the time when the process began, in ticks since the machine did. */
const START = 22;

/** Ended, but not yet asked for by its parent; some of its threads may still be at their last writes. */
function isDead(pid: number, state: string | undefined): boolean {
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
