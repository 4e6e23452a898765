export type { Checkpoint } from "./checkpoint/checkpoint.ts";
export { loadCheckpoint } from "./checkpoint/load-checkpoint.ts";
export { restoreNetwork } from "./checkpoint/restore-network.ts";
export type { Report } from "./report.ts";
export { type Run, readRun } from "./run/read-run.ts";
export type { RunRecord } from "./run/run-record.ts";
export { train } from "./train.ts";
export type { TrainOptions } from "./train-options.ts";
