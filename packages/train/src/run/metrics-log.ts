import { type FileHandle, open, readFile } from "node:fs/promises";
import type { Report } from "../report.ts";

/** metrics.jsonl, open for writing. */
export interface MetricsLog {
  append(report: Report): Promise<void>;
  /** Puts all lines on the disk. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** Opens the file, without the lines after `step`: they are about to be written again. */
export async function openMetricsLog(path: string, step: number): Promise<MetricsLog> {
  const file: FileHandle = await open(path, "a");
  await file.truncate(await lengthUpTo(path, step));
  return {
    append: (report) => file.appendFile(`${JSON.stringify(report)}\n`),
    sync: () => file.sync(),
    close: () => file.close(),
  };
}

/** The reports of a metrics.jsonl; an unfinished last line is left out. */
export async function readMetrics(path: string): Promise<Report[]> {
  return (await wholeLines(path)).map(({ report }) => report);
}

/** Bytes of the whole lines up to and with this step's. */
async function lengthUpTo(path: string, step: number): Promise<number> {
  const lines = await wholeLines(path);
  return lines.findLast(({ report }) => report.step <= step)?.end ?? 0;
}

interface Line {
  readonly report: Report;
  /** Offset of the byte after its line feed. */
  readonly end: number;
}

/** Lines up to the first that a crash left unfinished. */
async function wholeLines(path: string): Promise<Line[]> {
  const lines: Line[] = [];
  let end = 0;
  const file = await readFile(path, "utf8").catch(missingIsEmpty);
  for (const text of file.split("\n").slice(0, -1)) {
    const report = parsed(text);
    if (report === undefined) break;
    end += Buffer.byteLength(text) + 1;
    lines.push({ report, end });
  }
  return lines;
}

function parsed(line: string): Report | undefined {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function missingIsEmpty(error: NodeJS.ErrnoException): string {
  if (error.code === "ENOENT") return "";
  throw error;
}
