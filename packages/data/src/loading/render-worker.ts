import { Worker } from "node:worker_threads";
import type { RenderReply, RenderTask } from "./render-task.ts";
import type { WorkerRequest, WorkerResponse, WorkerSetup } from "./worker-messages.ts";
import { WorkerStopped } from "./worker-stopped.ts";

interface Waiting {
  readonly task: RenderTask;
  resolve(reply: RenderReply): void;
  reject(error: Error): void;
}

/** The thread ended while it had this work. */
class ThreadEnded extends Error {}

const IDLE_MS = 5000; // longer than an epoch's checkpoint; starting again costs about 0.1 s
const WHOLE_TRIES = 2;

/**
 * One worker thread, started when it is first needed.
 *
 * It keeps the process alive only while a task is in flight, and ends by itself after five idle seconds.
 * If it ends with work to do (out of memory, an uncaught exception, a crash of its own), another takes
 * its place and does that work again: the same bytes, as they depend on the task alone.
 */
export class RenderWorker {
  readonly #url: URL;
  readonly #setup: WorkerSetup;
  readonly #waiting = new Map<number, Waiting>(); // in the order in which the thread does them
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

  /**
   * Renders; where the thread ends at this task, twice, and then picture by picture, which needs the
   * least memory and shows which picture it is.
   *
   * @throws {WorkerStopped} If the thread ends at one picture too.
   */
  async render(task: RenderTask): Promise<RenderReply> {
    for (let tries = 0; tries < WHOLE_TRIES; tries++) {
      try {
        return await this.#post(task);
      } catch (error) {
        if (!(error instanceof ThreadEnded)) throw error;
      }
    }
    const replies: RenderReply[] = [];
    for (const picture of task.pictures) {
      try {
        replies.push(await this.#post({ ...task, pictures: [picture] }));
      } catch (error) {
        if (!(error instanceof ThreadEnded)) throw error;
        throw new WorkerStopped(error.message, WHOLE_TRIES + 1, [picture.shown]);
      }
    }
    return {
      unreadable: replies.flatMap(({ unreadable }) => unreadable),
      kept: replies.flatMap(({ kept }) => kept),
    };
  }

  async close(): Promise<void> {
    clearTimeout(this.#idle);
    const worker = this.#worker;
    this.#worker = undefined;
    const error = new Error(
      "batches: a worker thread stopped before its batch was ready: it was closed.",
    );
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
    await worker?.terminate();
  }

  #post(task: RenderTask): Promise<RenderReply> {
    return new Promise((resolve, reject) => this.#send({ task, resolve, reject }));
  }

  #send(waiting: Waiting): void {
    clearTimeout(this.#idle);
    this.#worker ??= this.#start();
    this.#worker.ref();
    const request: WorkerRequest = { id: this.#nextId++, task: waiting.task };
    this.#waiting.set(request.id, waiting);
    this.#worker.postMessage(request);
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
      this.#recover(failure || `it ended with exit code ${code}`);
    });
    return worker;
  }

  /** The thread ended at the first task; those behind it go to the next thread. */
  #recover(reason: string): void {
    const [first, ...others] = this.#waiting.values();
    this.#waiting.clear();
    first?.reject(new ThreadEnded(reason));
    for (const waiting of others) this.#send(waiting);
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
}
