import { readFile, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";

const held = new Set<string>(); // by this process

/**
 * Runs while a lock file says that this process writes a file. The lock of a process that has ended is
 * taken over.
 *
 * @throws {Error} If another process, or this one elsewhere, is writing it.
 */
export async function locked<T>(file: string, run: () => Promise<T>): Promise<T> {
  const lock = `${file}.lock`;
  if (held.has(lock)) throw busy(file, "this process");
  held.add(lock);
  try {
    await take(file, lock);
    try {
      return await run();
    } finally {
      await rm(lock, { force: true });
    }
  } finally {
    held.delete(lock);
  }
}

async function take(file: string, lock: string): Promise<void> {
  const own = `${process.pid} ${hostname()}`;
  for (let tries = 0; ; tries++) {
    try {
      await writeFile(lock, own, { flag: "wx" });
      return;
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    }
    const other = await readFile(lock, "utf8").catch(() => "");
    const [pid = "", host = ""] = other.split(" ");
    if (tries > 0 || (host !== "" && host !== hostname()) || isRunning(Number(pid))) {
      throw busy(file, `process ${pid} on ${host}`);
    }
    await rm(lock, { force: true });
  }
}

function isRunning(pid: number): boolean {
  if (pid === process.pid || !(pid > 0)) return false; // our own number, of a process before us
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

function busy(file: string, who: string): Error {
  return new Error(
    `resizedCopy: "${file}" must have one writer; ${who} is writing it. Wait for it to end, choose another file, or remove "${file}.lock" if no such process is.`,
  );
}
