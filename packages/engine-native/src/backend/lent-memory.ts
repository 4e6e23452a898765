/** Values that somebody lends until nobody computes with them any longer. */
interface Loan {
  /** The place in the buffer, bytes. */
  readonly begin: number;
  readonly end: number;
  readonly done: () => void;
  uses: number;
}

/**
 * Memory of others in which tensors' values lie: batches that other threads wrote.
 *
 * Several tensors' data can share a loan, as with the pool's blocks; when the last one is freed, the lender is told.
 */
export class LentMemory {
  readonly #loans = new Map<ArrayBufferLike, Loan[]>();

  /** Takes values for one user. They must not overlap others that are lent. */
  take({ buffer, byteOffset, byteLength }: Float32Array, done: () => void): void {
    const loans = this.#loans.get(buffer) ?? [];
    this.#loans.set(buffer, loans);
    loans.push({ begin: byteOffset, end: byteOffset + byteLength, done, uses: 1 });
  }

  /** Whether an array lies in values that are lent. */
  owns(array: unknown): boolean {
    return this.#loanOf(array) !== undefined;
  }

  /** One more user of the array's loan, if it has one. */
  share(array: unknown): void {
    const loan = this.#loanOf(array);
    if (loan !== undefined) loan.uses++;
  }

  /** One user less; with the last one the values go back. */
  give(array: unknown): void {
    const loan = this.#loanOf(array);
    if (loan === undefined || --loan.uses > 0) return;
    const { buffer } = array as Float32Array;
    const loans = this.#loans.get(buffer) as Loan[];
    if (loans.length === 1) this.#loans.delete(buffer);
    else loans.splice(loans.indexOf(loan), 1);
    loan.done();
  }

  #loanOf(array: unknown): Loan | undefined {
    if (!ArrayBuffer.isView(array)) return undefined;
    const { byteOffset } = array;
    return this.#loans
      .get(array.buffer)
      ?.find(({ begin, end }) => byteOffset >= begin && byteOffset < end);
  }
}
