import type { ViewPipeline, ViewSize } from "@unlabeled/core";
import type { StoreBudget } from "./picture-store.ts";
import type { RenderReply, RenderTask } from "./render-task.ts";

/** What a worker thread is started with. */
export interface WorkerSetup {
  readonly recipe: ViewPipeline["recipe"];
  /** Of which sizes the pipeline must make views. */
  readonly sizes: readonly ViewSize[];
  readonly budget: StoreBudget;
  /** Pixels that an encoded picture may have. */
  readonly pixelLimit: number;
}

/** To a worker thread. */
export interface WorkerRequest {
  readonly id: number;
  readonly task: RenderTask;
}

/** And back. */
export type WorkerResponse =
  | { readonly id: number; readonly reply: RenderReply }
  | { readonly id: number; readonly problem: string };
