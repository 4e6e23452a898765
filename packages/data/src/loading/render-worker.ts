import { Worker } from "node:worker_threads";
import type { RenderReply, RenderTask } from "./render-task.ts";
import type { WorkerRequest, WorkerResponse, WorkerSetup } from "./worker-messages.ts";

interface Waiting {
  resolve(reply: RenderReply): void;
  reject(error: Error): void;
}

const IDLE_MS = 5000; // longer than an epoch's checkpoint; starting again costs about 0.1 s

/**
 * One worker thread, started when it is first needed.
 *
 * It keeps the process alive only while a task is in flight, and ends by itself after five idle seconds.
 */
export class RenderWorker {
  readonly #url: URL;
  readonly #setup: WorkerSetup;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #nextId = 0;
  #idle: NodeJS.Timeout | undefined;

  constructor(url: URL, setup: WorkerSetup) {
    this.#url = url;
    this.#setup = setup;
  }

  /** Tasks in flight. */
  get load(): number {
    return this.#waiting.size;
  }

  render(task: RenderTask): Promise<RenderReply> {
    clearTimeout(this.#idle);
    this.#worker ??= this.#start();
    const worker = this.#worker;
    worker.ref();
    const request: WorkerRequest = { id: this.#nextId++, task };
    return new Promise((resolve, reject) => {
      this.#waiting.set(request.id, { resolve, reject });
      worker.postMessage(request);
    });
  }

  async close(): Promise<void> {
    clearTimeout(this.#idle);
    const worker = this.#worker;
    this.#worker = undefined;
    this.#rejectAll("it was closed");
    await worker?.terminate();
  }

  #start(): Worker {
    const worker = new Worker(this.#url, { workerData: this.#setup });
    let failure = "";
    worker.on("message", (response: WorkerResponse) => this.#receive(response));
    worker.on("error", (error: Error) => {
      failure = `it failed: ${error.message}`; // "exit" follows
    });
    worker.on("exit", (code) => {
      if (this.#worker !== worker) return; // closed by us
      this.#worker = undefined;
      this.#rejectAll(failure || `it ended with exit code ${code}`);
    });
    return worker;
  }

  #receive(response: WorkerResponse): void {
    const waiting = this.#waiting.get(response.id);
    this.#waiting.delete(response.id);
    if (this.#waiting.size === 0) {
      this.#worker?.unref();
      this.#idle = setTimeout(() => void this.close(), IDLE_MS).unref();
    }
    if ("reply" in response) waiting?.resolve(response.reply);
    else waiting?.reject(new Error(response.problem));
  }

  #rejectAll(reason: string): void {
    const error = new Error(
      `batches: a worker thread stopped before its batch was ready: ${reason}.`,
    );
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
