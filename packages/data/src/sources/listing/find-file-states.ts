import { stat, statSync } from "node:fs";
import { setImmediate } from "node:timers/promises";

const AT_ONCE = 256; // then other work has its turn
const SLOW_MS = 0.05; // a local disk answers in 0.004 ms; above this, four threads are faster than one

/** Sizes in bytes and times of the last change in ms of many files; −1 and −1 where there is none. */
export async function fileStates(
  count: number,
  pathOf: (index: number) => string, // bytes as Latin-1
): Promise<{ sizes: Float64Array; times: Float64Array }> {
  const sizes = new Float64Array(count).fill(-1);
  const times = new Float64Array(count).fill(-1);
  const path = (index: number): Buffer => Buffer.from(pathOf(index), "latin1");
  const note = (index: number, found: { size: number; mtimeMs: number } | undefined): void => {
    if (found === undefined) return;
    sizes[index] = found.size;
    times[index] = found.mtimeMs;
  };
  let slow = false;
  for (let from = 0; from < count; from += AT_ONCE) {
    const to = Math.min(count, from + AT_ONCE);
    if (slow) {
      await Promise.all(
        Array.from({ length: to - from }, (_, i) => noteLater(path(from + i), from + i, note)),
      );
      continue;
    }
    const begin = performance.now();
    for (let index = from; index < to; index++) note(index, stateNow(path(index)));
    slow = (performance.now() - begin) / (to - from) > SLOW_MS;
    await setImmediate();
  }
  return { sizes, times };
}

function stateNow(path: Buffer): { size: number; mtimeMs: number } | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined; // a link in a circle, a folder without permission
  }
}

function noteLater(
  path: Buffer,
  index: number,
  note: (index: number, found: { size: number; mtimeMs: number } | undefined) => void,
): Promise<void> {
  return new Promise((resolve) => {
    stat(path, (error, found) => {
      note(index, error === null ? found : undefined);
      resolve();
    });
  });
}
