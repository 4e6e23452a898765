import { terminalBar } from "./bar.ts";
import { duration } from "./progress.ts";
import { say } from "./write.ts";

/** How far something has come that is counted: a bar that moves on a terminal, else a line each tenth. */
export interface CountingLine {
  /** @param done - Of them until now. */
  show(done: number): void;
  stop(): void;
}

/**
 * @param total - Of them in all.
 * @param things - What they are called.
 * @param now - Milliseconds.
 */
export function countingLine(
  total: number,
  things = "pictures",
  now: () => number = Date.now,
): CountingLine {
  const start = now();
  const words = (done: number): string => {
    const rate = done / Math.max(1e-3, (now() - start) / 1000);
    const left = duration((total - done) / rate);
    const shown = rate.toLocaleString("en", { maximumFractionDigits: rate < 10 ? 1 : 0 });
    return `${shown} ${things}/s  ${left} left`;
  };
  return process.stdout.isTTY ? bar(total, things, words) : lines(total, things, words);
}

/** Columns that the words beside the bar need. */
const REST = 56;

function bar(total: number, things: string, words: (done: number) => string): CountingLine {
  const single = terminalBar(`{value}/{total} ${things}  [{bar}]  {words}`, REST);
  single.start(total, 0, { words: words(0) });
  let stopped = false;
  return {
    show: (done) => single.update(done, { words: words(done) }),
    stop() {
      if (!stopped) single.stop();
      stopped = true;
    },
  };
}

function lines(total: number, things: string, words: (done: number) => string): CountingLine {
  let shown = 0;
  return {
    show(done) {
      const tenth = Math.floor((10 * done) / total);
      if (tenth === shown) return;
      shown = tenth;
      say(`${done.toLocaleString("en")}/${total.toLocaleString("en")} ${things}  ${words(done)}`);
    },
    stop() {},
  };
}
