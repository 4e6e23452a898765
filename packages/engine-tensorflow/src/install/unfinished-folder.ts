import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

const PREFIX = "unfinished-";

/** An empty folder of this process in the cache; removes those of processes that have ended. */
export function unfinishedFolder(cache: string): string {
  mkdirSync(cache, { recursive: true });
  for (const name of readdirSync(cache)) {
    const process = Number(name.slice(PREFIX.length));
    if (!name.startsWith(PREFIX) || isRunning(process)) continue;
    rmSync(join(cache, name), { recursive: true, force: true });
  }
  const folder = join(cache, `${PREFIX}${process.pid}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  return folder;
}

function isRunning(process_: number): boolean {
  try {
    process.kill(process_, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
