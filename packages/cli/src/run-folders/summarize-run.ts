import { elapsedSeconds, type Run, reportValues } from "@unlabeled/train";
import { valueAt } from "../config/merge.ts";
import type { RunFolder } from "./read-run-folder.ts";

/** What a run is and how far it came; null where the run does not say. */
export interface RunSummary {
  readonly folder: string;
  readonly method: string;
  readonly backbone: string | null;
  /** That it learns from. */
  readonly pictures: number | null;
  /** Updates that were reported, and of how many. */
  readonly step: number;
  readonly totalSteps: number;
  /** Of the last report. */
  readonly loss: number | null;
  /** Accuracies that were measured on the way, by name. */
  readonly probes: Readonly<Record<string, Probe>>;
  readonly spread: number | null;
  /** Of training, by the reports' paces. */
  readonly minutes: number;
  readonly engine: string;
  readonly precision: string;
  readonly state: RunState;
  /** When it last grew, as ISO 8601. */
  readonly changed: string;
  /** What is wrong with its files, though they can be read. */
  readonly problem?: string;
}

/** The best and the newest value of a probe, and the step of the best. */
interface Probe {
  readonly best: number;
  readonly bestStep: number;
  readonly last: number;
}

/**
 * finished: the checkpoint of the last step is there, or the figure of a stage that ended early. running: a process trains in it; running?: a process of
 * another machine said so, and may be gone. stopped: none of these.
 */
type RunState = "finished" | "running" | "running?" | "stopped";

/** A folder whose run cannot be read. */
export interface Unreadable {
  readonly folder: string;
  readonly problem: string;
  readonly changed: string;
}

const RUNNING = { yes: "running", perhaps: "running?", no: undefined } as const;

export function summarizeRun(found: RunFolder): RunSummary | Unreadable {
  const changed = new Date(found.changed).toISOString();
  if ("problem" in found) return { folder: found.folder, problem: found.problem, changed };
  const { run, folder, running, measured } = found;
  const { record, reports, checkpoints, damagedLine } = run;
  const totalSteps = record.epochs * record.batchesPerEpoch;
  const last = reports.at(-1);
  const isFinished = measured || checkpoints[0]?.step === totalSteps;
  const problem =
    damagedLine === undefined ? undefined : `line ${damagedLine} of its metrics.jsonl is damaged`;
  return {
    folder,
    method: record.method.name,
    backbone: backboneOf(record.config),
    pictures: numberOf(record.data.source, "pictures"),
    step: last?.step ?? 0,
    totalSteps,
    loss: last?.loss ?? null,
    probes: probesOf(run),
    spread: last?.measures?.spread ?? null,
    minutes: (elapsedSeconds(reports, record.batchSize).at(-1) ?? 0) / 60,
    engine: record.engine.name,
    precision: record.engine.precision,
    state: RUNNING[running] ?? (isFinished ? "finished" : "stopped"),
    changed,
    ...(problem !== undefined && { problem }),
  };
}

function probesOf({ reports }: Run): Record<string, Probe> {
  const probes: Record<string, Probe> = {};
  for (const report of reports) {
    for (const [name, last] of reportValues(report)) {
      if (typeof last !== "number" || !Number.isFinite(last) || !isProbe(name)) continue;
      const { best, bestStep } = probes[name] ?? { best: Number.NEGATIVE_INFINITY, bestStep: 0 };
      const isBest = last > best;
      probes[name] = {
        best: isBest ? last : best,
        bestStep: isBest ? report.step : bestStep,
        last,
      };
    }
  }
  return probes;
}

/** Accuracies: what a probe cost is none. */
function isProbe(name: string): boolean {
  return /knn|probe/i.test(name) && !/seconds$/i.test(name);
}

/** Of a pretraining, or of a classifier on one. */
function backboneOf(config: unknown): string | null {
  return textOf(config, "backbone") ?? textOf(valueAt(config, ["network"]), "backbone");
}

function textOf(values: unknown, name: string): string | null {
  const value = (values as Record<string, unknown> | null | undefined)?.[name];
  return typeof value === "string" ? value : null;
}

function numberOf(values: unknown, name: string): number | null {
  const value = (values as Record<string, unknown> | null | undefined)?.[name];
  return typeof value === "number" ? value : null;
}
