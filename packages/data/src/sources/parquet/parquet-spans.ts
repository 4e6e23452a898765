/** Where the encoded pictures of a file are, row by row; one of no bytes is missing. */
export interface ParquetSpans {
  /** Bytes. */
  readonly starts: Float64Array;
  /** Bytes. */
  readonly lengths: Uint32Array;
  /** 1 where the bytes are in the cache, 0 where they are in the Parquet file. */
  readonly cached: Uint8Array;
}

/** Spans that are added one by one. */
export class SpanList {
  #starts = new Float64Array(1024);
  #lengths = new Uint32Array(1024);
  #cached = new Uint8Array(1024);
  #count = 0;

  push(start: number, length: number, cached: boolean): void {
    if (this.#count === this.#starts.length) this.#grow();
    this.#starts[this.#count] = start;
    this.#lengths[this.#count] = length;
    this.#cached[this.#count] = cached ? 1 : 0;
    this.#count++;
  }

  finish(): ParquetSpans {
    return {
      starts: this.#starts.slice(0, this.#count),
      lengths: this.#lengths.slice(0, this.#count),
      cached: this.#cached.slice(0, this.#count),
    };
  }

  #grow(): void {
    const [starts, lengths, cached] = [this.#starts, this.#lengths, this.#cached];
    this.#starts = new Float64Array(2 * starts.length);
    this.#lengths = new Uint32Array(2 * starts.length);
    this.#cached = new Uint8Array(2 * starts.length);
    this.#starts.set(starts);
    this.#lengths.set(lengths);
    this.#cached.set(cached);
  }
}
