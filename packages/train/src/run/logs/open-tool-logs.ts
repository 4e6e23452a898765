import type { Report } from "../../report.ts";
import { openCsvLog } from "./csv-log.ts";
import { openEventLog } from "./event-log.ts";
import type { LogKind } from "./log-kinds.ts";
import type { ToolLog, ToolLogOptions } from "./tool-log.ts";

const OPENERS: Readonly<Record<LogKind, (options: ToolLogOptions) => Promise<ToolLog>>> = {
  tensorboard: openEventLog,
  csv: openCsvLog,
};

/** Milliseconds for which reports may be in memory alone. */
const LONGEST_WAIT = 3000;

/** Logs for other tools, written together. */
export interface ToolLogs {
  /** Notes a report; hands it to the files when the last time is some seconds ago. */
  add(report: Report): Promise<void>;
  /** Puts all on the disk. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

export async function openToolLogs(
  kinds: readonly LogKind[],
  options: ToolLogOptions,
): Promise<ToolLogs> {
  const logs: ToolLog[] = [];
  const close = async () => {
    const closed = await Promise.allSettled(logs.map((log) => log.close()));
    for (const result of closed) if (result.status === "rejected") throw result.reason;
  };
  try {
    for (const kind of new Set(kinds)) logs.push(await OPENERS[kind](options));
  } catch (error) {
    await close();
    throw error;
  }
  let flushed = Number.NEGATIVE_INFINITY;
  return {
    async add(report) {
      for (const log of logs) log.add(report);
      if (options.now() - flushed < LONGEST_WAIT) return;
      flushed = options.now();
      for (const log of logs) await log.flush();
    },
    async sync() {
      for (const log of logs) await log.sync();
    },
    close,
  };
}
