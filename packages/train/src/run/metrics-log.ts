import { type FileHandle, open, readFile } from "node:fs/promises";
import type { Report } from "../report.ts";

/** metrics.jsonl, open for writing. */
export interface MetricsLog {
  append(report: Report): Promise<void>;
  close(): Promise<void>;
}

/** Opens the file, without the lines after `step`: they are about to be written again. */
export async function openMetricsLog(path: string, step: number): Promise<MetricsLog> {
  const file: FileHandle = await open(path, "a");
  await file.truncate(await lengthUpTo(path, step));
  return {
    append: (report) => file.appendFile(`${JSON.stringify(report)}\n`),
    close: () => file.close(),
  };
}

/** What a metrics.jsonl holds. */
export interface Metrics {
  /** A report a step, in order; those after a damaged line are left out. */
  readonly reports: readonly Report[];
  /** The number of the first line that is damaged, from 1. An unfinished last line is no damage. */
  readonly damagedLine?: number;
}

/** Reads a metrics.jsonl; one that is not there has no reports. */
export async function readMetrics(path: string): Promise<Metrics> {
  const { lines, isDamaged } = await wholeLines(path);
  const reports = lines.map(({ report }) => report);
  return { reports, ...(isDamaged && { damagedLine: lines.length + 1 }) };
}

/** Bytes of the whole lines up to and with this step's. */
async function lengthUpTo(path: string, step: number): Promise<number> {
  const { lines } = await wholeLines(path);
  return lines.findLast(({ report }) => report.step <= step)?.end ?? 0;
}

interface Line {
  readonly report: Report;
  /** Offset of the byte after its line feed. */
  readonly end: number;
}

/** Lines up to the first that is no report, or that a crash left unfinished. */
async function wholeLines(path: string): Promise<{ lines: Line[]; isDamaged: boolean }> {
  const lines: Line[] = [];
  let end = 0;
  const file = await readFile(path, "utf8").catch(missingIsEmpty);
  for (const text of file.split("\n").slice(0, -1)) {
    const report = parsed(text);
    if (report === undefined) return { lines, isDamaged: true };
    end += Buffer.byteLength(text) + 1;
    lines.push({ report, end });
  }
  return { lines, isDamaged: false };
}

function parsed(line: string): Report | undefined {
  try {
    const value: Partial<Report> | null = JSON.parse(line);
    return Number.isInteger(value?.step) ? (value as Report) : undefined;
  } catch {
    return undefined;
  }
}

function missingIsEmpty(error: NodeJS.ErrnoException): string {
  if (error.code === "ENOENT") return "";
  throw error;
}
