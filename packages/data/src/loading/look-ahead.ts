/** Makes numbered things in order, some ahead of the one in use. */
export class LookAhead<T> {
  readonly #make: (position: number) => Promise<T>;
  readonly #depth: number;
  #left = new Map<number, Promise<T>>();

  /** @param depth - Things under way or ready while one is in use, ≥ 0. */
  constructor(make: (position: number) => Promise<T>, depth: number) {
    this.#make = make;
    this.#depth = depth;
  }

  /**
   * Things `from` … `to` − 1. Those up to `end` − 1 are begun ahead, and a range that follows on takes
   * over what an earlier one has begun.
   */
  async *range(from: number, to: number, end: number = to): AsyncGenerator<T, void, undefined> {
    const begun = this.#left;
    this.#left = new Map();
    for (const position of begun.keys()) {
      if (position < from || position > from + this.#depth) begun.delete(position);
    }
    const begin = (position: number): Promise<T> => {
      const thing = begun.get(position) ?? this.#make(position);
      thing.catch(() => {}); // seen by whoever awaits it, or by nobody
      begun.set(position, thing);
      return thing;
    };
    for (let position = from; position < to; position++) {
      const thing = await begin(position);
      begun.delete(position);
      const last = Math.min(position + this.#depth, end - 1);
      for (let next = position + 1; next <= last; next++) begin(next);
      yield thing;
    }
    this.#left = begun;
  }

  /** Forgets what was begun. */
  clear(): void {
    this.#left.clear();
  }
}
