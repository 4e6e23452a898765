import { TICKS } from "./frame-filter.ts";

const LINE = /^(?:\[[^\]]*\] )*?\[(error|fatal|panic|info)\] (.*)$/;
const FRAME = /^n:\s*\d+ pts:\s*(-?\d+|NOPTS)/;
const DURATION = /^\s*Duration: (\d+):(\d+):(\d+(?:\.\d+)?)/;
const MOST_LINES = 20;

/** What ffmpeg's log says of a video that it decodes, line by line. */
export class FfmpegLog {
  /** Of each frame, seconds. */
  readonly timestamps: number[] = [];
  /** The first errors that differ. */
  readonly errors: string[] = [];
  errorCount = 0;
  /** What the file claims, seconds; absent if it claims none. */
  duration: number | undefined;
  /** Whether a frame came without a time stamp. */
  hasUntimed = false;

  /** Takes a line of a log whose level is `repeat+level+info`. */
  take(line: string): void {
    const [, level, text = ""] = line.match(LINE) ?? [];
    if (level === undefined) return;
    if (level !== "info") {
      this.errorCount++;
      if (this.errors.length < MOST_LINES && !this.errors.includes(text)) this.errors.push(text);
      return;
    }
    const [, ticks] = line.includes("showinfo") ? (text.match(FRAME) ?? []) : [];
    if (ticks === "NOPTS") this.hasUntimed = true;
    else if (ticks !== undefined) this.timestamps.push(Number(ticks) / TICKS);
    const [, hours, minutes, seconds] = text.match(DURATION) ?? [];
    if (seconds !== undefined) {
      this.duration ??= 3600 * Number(hours) + 60 * Number(minutes) + Number(seconds);
    }
  }
}
