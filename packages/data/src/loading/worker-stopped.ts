/** A worker thread ended again and again at the same work. */
export class WorkerStopped extends Error {
  /** How it ended. */
  readonly reason: string;
  /** How often it was tried. */
  readonly tries: number;
  /** The pictures that were shown: one, where it could be told which. */
  readonly samples: readonly number[];

  constructor(reason: string, tries: number, samples: readonly number[]) {
    super(`a worker thread stopped: ${reason}`);
    this.reason = reason;
    this.tries = tries;
    this.samples = samples;
  }
}
