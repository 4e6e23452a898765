import type { Report } from "../../report.ts";

/** A log beside metrics.jsonl, for other tools to read. */
export interface ToolLog {
  /** Notes a report, which metrics.jsonl has already; it is in the file after the next flush. */
  add(report: Report): void;
  /** Hands what was noted to the file. */
  flush(): Promise<void>;
  /** Puts all on the disk. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

export interface ToolLogOptions {
  /** The run's folder. */
  readonly folder: string;
  /** Updates that the variables have behind them: metrics.jsonl holds the reports up to this one. */
  readonly step: number;
  /** Rows of a batch. */
  readonly batchSize: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}
