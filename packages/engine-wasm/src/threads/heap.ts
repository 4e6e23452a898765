import type { TfjsModule } from "../backend/tfjs-module.ts";
import type { ThreadPool } from "./thread-pool.ts";

/** A job has at most so many numbers. */
const JOB_NUMBERS = 4096;

/** The memory that tfjs's tensors lie in, and the kernels that compute on it. */
export class Heap {
  readonly pool: ThreadPool;
  readonly #module: TfjsModule;
  readonly #memory: WebAssembly.Memory;
  /** Address of the current job's numbers. */
  readonly job: number;

  constructor(module: TfjsModule, memory: WebAssembly.Memory, pool: ThreadPool) {
    this.pool = pool;
    this.#module = module;
    this.#memory = memory;
    this.job = this.allocate(4 * JOB_NUMBERS);
  }

  /** @throws {Error} If the memory, 4 GiB at most, is full. */
  allocate(bytes: number): number {
    return this.#module._malloc(bytes);
  }

  free(address: number): void {
    this.#module._free(address);
  }

  /** Runs a kernel on all chunks of a job, whose numbers are given in the order that the kernel reads. */
  run(kernel: string, numbers: readonly number[], chunks: number): void {
    const job = new Int32Array(this.#memory.buffer, this.job, numbers.length);
    job.set(numbers);
    this.pool.run(kernel, this.job, chunks);
  }
}
