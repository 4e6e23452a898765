// The entry of a worker thread: renders the tasks it is sent, one after the other.
import { parentPort, workerData } from "node:worker_threads";
import { loadPipeline } from "./loading/load-pipeline.ts";
import { PictureStore } from "./loading/picture-store.ts";
import { renderPictures } from "./loading/render-pictures.ts";
import type { WorkerRequest, WorkerResponse, WorkerSetup } from "./loading/worker-messages.ts";

const setup = workerData as WorkerSetup;
const pipeline = loadPipeline(setup);
pipeline.catch(() => {}); // every task that needs it reports it
const { pixelLimit } = setup;
const store = new PictureStore(setup.budget);

let last: Promise<void> = Promise.resolve();
parentPort?.on("message", (request: WorkerRequest) => {
  last = last.then(async () => parentPort?.postMessage(await answer(request)));
});

async function answer({ id, task }: WorkerRequest): Promise<WorkerResponse> {
  try {
    return {
      id,
      reply: await renderPictures(task, { pipeline: await pipeline, store, pixelLimit }),
    };
  } catch (error) {
    return { id, problem: error instanceof Error ? error.message : String(error) };
  }
}
