import { SingleBar } from "cli-progress";

/**
 * A bar that moves on a terminal.
 *
 * @param format - With `{bar}`, and names of what is beside it.
 * @param rest - Columns that the words beside the bar need.
 */
export function terminalBar(format: string, rest: number): SingleBar {
  return new SingleBar({
    format,
    barCompleteChar: "#",
    barIncompleteChar: "-",
    barsize: Math.max(8, Math.min(24, (process.stdout.columns ?? 80) - rest)),
    hideCursor: true,
    gracefulExit: false, // stopSignal stops it
    linewrap: false,
    fps: 5,
    stream: process.stdout,
  });
}
