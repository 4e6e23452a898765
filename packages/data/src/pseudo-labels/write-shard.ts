import { randomBytes } from "node:crypto";
import { open, readdir, rename, rm, stat } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";

/** The name of a file that is being written: the shard's, and who writes it. */
const UNFINISHED = /^part-.*\.parquet\.(.+)-(\d+)-[0-9a-f]{8}\.unfinished$/;
const FORGOTTEN = 3_600_000; // ms: what nobody wrote to for an hour was broken off

/**
 * Puts a file on the disk so that it is there whole or not at all: beside its place, synced, renamed.
 *
 * @throws {Error} If it cannot be written; nothing is left behind then.
 */
export async function writeShard(path: string, bytes: Uint8Array): Promise<void> {
  const writer = `${hostname()}-${process.pid}-${randomBytes(4).toString("hex")}`;
  const beside = `${path}.${writer}.unfinished`;
  try {
    const file = await open(beside, "wx");
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true }); // makes room on a full disk
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `writePseudoLabels: "${path}" must be a file that can be written; got ${reason}. What is in the folder stays: make room, and call again.`,
      { cause: error },
    );
  }
}

/** Takes away what processes that have ended were writing: those of this machine, and what is an hour old. */
export async function removeForgotten(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const [, host, pid] = UNFINISHED.exec(name) ?? [];
    if (pid === undefined) continue;
    const path = join(folder, name);
    const left = await stat(path).catch(() => undefined); // finished meanwhile
    if (left === undefined) continue;
    const isEnded = host === hostname() && !isRunning(Number(pid));
    if (isEnded || Date.now() - left.mtimeMs > FORGOTTEN) await rm(path, { force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM"; // somebody else's
  }
}
