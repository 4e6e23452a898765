import { WORKER_SOURCE } from "./worker-source.ts";

/** What a worker thread is given. */
export interface WorkerStart {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly control: Int32Array;
  /** From 1; the thread that asks is 0. */
  readonly thread: number;
  /** Exports of the module, in the order of their numbers. */
  readonly names: readonly string[];
}

/** Starts a worker thread, in Node or a browser; it ends with the process or page. Resolves when it is ready. */
export function startWorker(start: WorkerStart): Promise<void> {
  if (typeof process === "object" && process.versions?.node) {
    const { Worker } = process.getBuiltinModule("node:worker_threads");
    // execArgv: loaders and inspectors of this process are not for it
    const worker = new Worker(WORKER_SOURCE, { eval: true, execArgv: [], workerData: start });
    return new Promise((resolve, reject) => {
      worker.once("message", () => {
        worker.unref(); // a process may end while it waits
        resolve();
      });
      worker.once("error", reject);
    });
  }
  const url = URL.createObjectURL(new Blob([WORKER_SOURCE], { type: "text/javascript" }));
  const worker = new Worker(url);
  return new Promise((resolve, reject) => {
    worker.onmessage = () => {
      URL.revokeObjectURL(url);
      resolve();
    };
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage(start);
  });
}
