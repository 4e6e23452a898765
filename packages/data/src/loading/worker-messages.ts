import type { ViewPipeline } from "@unlabeled/core";
import type { StoreBudget } from "./picture-store.ts";
import type { RenderReply, RenderTask } from "./render-task.ts";

/** What a worker thread is started with. */
export interface WorkerSetup {
  readonly recipe: ViewPipeline["recipe"];
  /** What the pipeline must come out as. */
  readonly count: number;
  readonly height: number;
  readonly width: number;
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
