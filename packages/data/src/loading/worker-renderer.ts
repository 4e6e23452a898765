import type { Renderer } from "./render-task.ts";
import { RenderWorker } from "./render-worker.ts";
import type { WorkerSetup } from "./worker-messages.ts";

/** Renders on `count` worker threads; a task goes to the one with the least to do. */
export function workerRenderer(url: URL, count: number, setup: WorkerSetup): Renderer {
  const workers = Array.from({ length: count }, () => new RenderWorker(url, setup));
  return {
    threads: count,
    render: (task) => workers.reduce((a, b) => (b.load < a.load ? b : a)).render(task),
    async close() {
      await Promise.all(workers.map((worker) => worker.close()));
    },
  };
}
