import { open, readdir, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { basename, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { isAlive, ownLife } from "./process-life.ts";

/** Milliseconds for which another process may be at its end: a killed one still writes what it had begun. */
const PATIENCE = 1000;

export const HOST: string = encodeURIComponent(hostname());

/** A run's folder, held by this process. */
export interface RunLock {
  release(): Promise<void>;
}

export interface Holder {
  readonly file: string;
  readonly host: string;
  readonly pid: number;
  readonly life: string;
}

/**
 * Holds a run's folder, so that no two processes train in it.
 *
 * A lock is an empty file whose name says whose it is: `running.HOST.PID.LIFE`. Each process makes its own and
 * then looks for others, so of two only one can find itself alone. Locks of processes of this machine that
 * are gone are removed.
 *
 * @param folder - It must be there.
 * @throws {Error} If another process holds it, or this one does already.
 */
export async function lockRun(folder: string): Promise<RunLock> {
  const own = join(folder, `running.${HOST}.${process.pid}.${ownLife()}`);
  const release = () => rm(own, { force: true });
  const end = performance.now() + PATIENCE;
  for (;;) {
    const holder = await attempt(folder, own);
    if (holder === undefined) return { release };
    if (performance.now() > end) throw inUse(folder, holder);
    await pause(20 + 60 * Math.random()); // two that met do not meet again
  }
}

/** Who else holds the folder; undefined if it is ours now. */
async function attempt(folder: string, own: string): Promise<Holder | undefined> {
  const file = await open(own, "wx").catch(thereAlready);
  if (file === undefined) return holderOf(folder, basename(own));
  await file.close();
  const other = await otherHolder(folder, own).catch((error) => error as Error);
  if (other !== undefined) await rm(own, { force: true });
  if (other instanceof Error) throw other;
  return other;
}

/** Someone else whose lock is there and who is, too. Removes the locks of those who are not. */
async function otherHolder(folder: string, own: string): Promise<Holder | undefined> {
  for (const name of await readdir(folder)) {
    const holder = holderOf(folder, name);
    if (holder === undefined || holder.file === own) continue;
    if (!isGone(holder)) return holder;
    await rm(holder.file, { force: true });
  }
  return undefined;
}

function thereAlready(error: NodeJS.ErrnoException): undefined {
  if (error.code !== "EEXIST") throw error;
}

export function holderOf(folder: string, name: string): Holder | undefined {
  const [, host, pid, life] = /^running\.(.+)\.(\d+)\.([0-9a-z-]+)$/.exec(name) ?? [];
  if (host === undefined || life === undefined) return undefined;
  return { file: join(folder, name), host, pid: Number(pid), life };
}

/** Of another machine nobody knows. */
export function isGone({ host, pid, life }: Holder): boolean {
  return host === HOST && !isAlive(pid, life);
}

function inUse(folder: string, { file, host, pid }: Holder): Error {
  const who = host === HOST && pid === process.pid ? "this process" : `process ${pid} of ${host}`;
  const remedy = host === HOST ? " or stop it" : `, stop it, or remove ${file} if it is gone`;
  return new Error(
    `train: run must be a folder that nobody else trains in; got ${folder}, in which ${who} does. Wait for its end${remedy}.`,
  );
}
