import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import type { Report } from "../../report.ts";
import { readMetrics } from "../metrics-log.ts";
import { writeWhole } from "../write-whole.ts";
import { reportValues } from "./report-values.ts";
import type { ToolLog, ToolLogOptions } from "./tool-log.ts";

/**
 * metrics.csv: a line a report and a column a value, empty where a report lacks it.
 *
 * Lines are appended. The file is written anew, whole, from metrics.jsonl when a run is resumed (what
 * was written after its checkpoint goes) and when a report brings a value that has no column yet.
 *
 * @see RFC 4180, for the quoting: https://www.rfc-editor.org/rfc/rfc4180
 */
export async function openCsvLog({ folder, step }: ToolLogOptions): Promise<ToolLog> {
  const path = join(folder, "metrics.csv");
  const columns = new Set<string>(); // those of the file
  let waiting: Report[] = [];

  const rewrite = async () => {
    const { reports } = await readMetrics(join(folder, "metrics.jsonl"));
    for (const report of reports) for (const [name] of reportValues(report)) columns.add(name);
    await writeWhole(path, linesOf([[...columns], ...reports.map((one) => cells(one, columns))]));
  };
  const flush = async () => {
    const reports = waiting;
    waiting = [];
    if (reports.length === 0) return;
    const isNew = ([name]: [string, unknown]) => !columns.has(name);
    if (reports.some((report) => reportValues(report).some(isNew))) await rewrite();
    else await appendFile(path, linesOf(reports.map((report) => cells(report, columns))));
  };
  if (step > 0) await rewrite();
  return { add: (report) => waiting.push(report), flush, sync: flush, close: flush };
}

function cells(report: Report, columns: ReadonlySet<string>): string[] {
  const values = new Map(reportValues(report));
  return [...columns].map((name) => `${values.get(name) ?? ""}`);
}

function linesOf(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(field).join(",")}\n`).join("");
}

function field(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
