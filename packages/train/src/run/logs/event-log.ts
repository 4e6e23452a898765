import { open, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Report } from "../../report.ts";
import { elapsedSeconds } from "../elapsed-seconds.ts";
import { readMetrics } from "../metrics-log.ts";
import { eventRecord, type LogEvent } from "./event-record.ts";
import { reportValues } from "./report-values.ts";
import type { ToolLog, ToolLogOptions } from "./tool-log.ts";

/** Numbers of a report that are no curves. */
const LEFT_OUT: ReadonlySet<string> = new Set(["step", "totalSteps", "secondsLeft"]);

/**
 * A new TensorBoard file in the run's folder, so that `tensorboard --logdir` shows the run by the
 * folder's name.
 *
 * Each start of a program has a file of its own, and begins it with a session start at its first step:
 * TensorBoard then drops what an earlier file says about this step and later ones. The first file has
 * that event too, as the first one that TensorBoard's Python reader meets counts as no restart. Where
 * a run has no such file yet but reports (it began without this log), the file begins with those; their
 * times are reckoned back from now by their paces.
 */
export async function openEventLog(options: ToolLogOptions): Promise<ToolLog> {
  const { folder, step, now } = options;
  const others = (await readdir(folder)).filter((name) => name.includes("tfevents"));
  const file = await open(join(folder, nameAfter(others, now())), "ax");
  let waiting: Buffer[] = [];
  const write = (event: LogEvent) => waiting.push(eventRecord(event));
  const seconds = () => now() / 1000;
  const earlier = others.length === 0 && step > 0 ? await dated(options) : [];
  const began = { wallTime: earlier[0]?.wallTime ?? seconds() };
  write({ ...began, step: 0, what: { fileVersion: "brain.Event:2" } });
  write({ ...began, step: earlier.length > 0 ? 1 : step + 1, what: { sessionStart: true } });
  for (const { report, wallTime } of earlier) write(scalarsOf(report, wallTime));

  const flush = async () => {
    const bytes = Buffer.concat(waiting);
    waiting = [];
    if (bytes.length > 0) await file.appendFile(bytes);
  };
  return {
    add: (report) => write(scalarsOf(report, seconds())),
    flush,
    async sync() {
      await flush();
      await file.sync();
    },
    async close() {
      try {
        await flush();
      } finally {
        await file.close();
      }
    },
  };
}

/** TensorBoard reads a folder's files in the order of their names: the newest must be the last also where clocks stand still. */
function nameAfter(names: readonly string[], now: number): string {
  const times = names.map((name) => Number(/tfevents\.(\d+)/.exec(name)?.[1] ?? 0));
  const time = Math.max(Math.floor(now / 1000), ...times.map((other) => other + 1));
  return `events.out.tfevents.${`${time}`.padStart(10, "0")}.unlabeled`;
}

function scalarsOf(report: Report, wallTime: number): LogEvent {
  const scalars = reportValues(report).flatMap(([name, value]): [string, number][] =>
    typeof value === "number" && !LEFT_OUT.has(name) ? [[name, value]] : [],
  );
  return { wallTime, step: report.step, what: { scalars } };
}

/** The reports of metrics.jsonl, as if the last one were of now. */
async function dated({ folder, batchSize, now }: ToolLogOptions) {
  const { reports } = await readMetrics(join(folder, "metrics.jsonl"));
  const elapsed = elapsedSeconds(reports, batchSize);
  const began = now() / 1000 - (elapsed.at(-1) ?? 0);
  return reports.map((report, i) => ({ report, wallTime: began + (elapsed[i] as number) }));
}
