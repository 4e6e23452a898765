import { startWorker } from "./start-worker.ts";

/** A kernel computes chunk `chunk` of a job, whose numbers lie at `job` in the memory. */
type Kernel = (job: number, chunk: number, thread: number) => void;

/** A job may have so many chunks: 12 bits of the ticket. */
const MOST_CHUNKS = 4095;

// positions in the control block; worker-source.ts reads the same
const TICKET = 0;
const DONE = 1;
const KERNEL = 2;
const JOB = 3;
const CHUNKS = 4;
const FAILED = 5;
const FIRST = 6;
const ACTIVE = 7;

/** How long chunks may take that another thread has taken, before the engine gives up. */
const PATIENCE_SECONDS = 120;

/**
 * Threads that compute chunks of a job together with the caller.
 *
 * The caller works too and takes chunks until none is left, so a job ends even if no other thread
 * ever wakes. Chunks do not depend on the number of threads and write disjoint outputs: so results
 * are the same, bit for bit, for any number of threads.
 */
export class ThreadPool {
  /** Threads that exist, the caller's included: what per-thread memory is sized for. */
  started = 1;
  readonly #kernels: readonly Kernel[];
  readonly #names: readonly string[];
  readonly #control: Int32Array;
  readonly #module: WebAssembly.Module;
  readonly #memory: WebAssembly.Memory;
  #jobs = 0;

  constructor(module: WebAssembly.Module, memory: WebAssembly.Memory) {
    const { exports } = new WebAssembly.Instance(module, { env: { memory } });
    this.#names = Object.keys(exports).filter((name) => typeof exports[name] === "function");
    this.#kernels = this.#names.map((name) => exports[name] as Kernel);
    this.#control = new Int32Array(
      typeof SharedArrayBuffer === "function" ? new SharedArrayBuffer(64) : new ArrayBuffer(64),
    );
    this.#module = module;
    this.#memory = memory;
  }

  /** Threads that compute, the caller's included. */
  get threads(): number {
    return Math.max(1, Atomics.load(this.#control, ACTIVE));
  }

  /** Computes with so many threads from now on; starts those that are missing. More than 1 needs a shared memory. */
  async use(threads: number): Promise<void> {
    const first = this.started;
    const starts = Array.from({ length: Math.max(0, threads - first) }, (_, i) =>
      startWorker({
        module: this.#module,
        memory: this.#memory,
        control: this.#control,
        thread: first + i,
        names: this.#names,
      }),
    );
    await Promise.all(starts);
    this.started = Math.max(first, threads);
    Atomics.store(this.#control, ACTIVE, threads);
  }

  /**
   * Computes all chunks of a job.
   *
   * @param job - Address of the job's numbers.
   * @throws {Error} If a kernel traps, or another thread keeps its chunk for two minutes.
   */
  run(name: string, job: number, chunks: number): void {
    const number = this.#names.indexOf(name);
    const kernel = this.#kernels[number] as Kernel;
    if (this.threads === 1 || chunks === 1) {
      for (let chunk = 0; chunk < chunks; chunk++) kernel(job, chunk, 0);
      return;
    }
    for (let first = 0; first < chunks; first += MOST_CHUNKS) {
      this.#share(number, job, first, Math.min(MOST_CHUNKS, chunks - first));
    }
    if (Atomics.load(this.#control, FAILED) === 1) {
      throw new Error(`wasmEngine: the kernel ${name} failed in a worker thread.`);
    }
  }

  #share(number: number, job: number, first: number, chunks: number): void {
    const kernel = this.#kernels[number] as Kernel;
    const control = this.#control;
    Atomics.store(control, KERNEL, number);
    Atomics.store(control, JOB, job);
    Atomics.store(control, FIRST, first);
    Atomics.store(control, CHUNKS, chunks);
    Atomics.store(control, DONE, 0);
    this.#jobs = (this.#jobs + 1) & 0xfffff;
    Atomics.store(control, TICKET, (this.#jobs << 12) | chunks);
    Atomics.notify(control, TICKET);
    for (;;) {
      const ticket = Atomics.load(control, TICKET);
      const left = ticket & MOST_CHUNKS;
      if (left === 0) break;
      if (Atomics.compareExchange(control, TICKET, ticket, ticket - 1) !== ticket) continue;
      kernel(job, first + chunks - left, 0);
      Atomics.add(control, DONE, 1);
    }
    this.#await(chunks);
  }

  #await(chunks: number): void {
    const control = this.#control;
    for (let spins = 0; spins < 5000; spins++) {
      if (Atomics.load(control, DONE) === chunks) return;
    }
    const until = performance.now() + PATIENCE_SECONDS * 1000;
    for (let done = 0; done !== chunks; done = Atomics.load(control, DONE)) {
      if (performance.now() > until) {
        throw new Error(
          `wasmEngine: a worker thread did not finish its part in ${PATIENCE_SECONDS} s. Start the engine with threads: 1.`,
        );
      }
      if (MAY_WAIT) Atomics.wait(control, DONE, done, 100);
    }
  }
}

/** A browser's window may not block; it looks again and again. */
const MAY_WAIT = typeof window === "undefined";
