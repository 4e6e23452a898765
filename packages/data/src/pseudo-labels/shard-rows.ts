import { createHash } from "node:crypto";

/** What a teacher says of the pictures of a shard that can be read, in the source's order. */
export interface ShardRows {
  /** Places in the source, `[n]`, rising. */
  readonly indices: Int32Array;
  /** The class of the greatest probability, of equal ones the first, `[n]`. */
  readonly classes: Int32Array;
  /** That probability, `[n]`. */
  readonly confidences: Float32Array;
  /** Row after row, `[n, L]`. */
  readonly values: Float32Array;
}

/** A shard that is being filled: memory for all its rows. */
export class OpenShard {
  readonly #rows: ShardRows;
  readonly #width: number;
  #count = 0;

  /**
   * @param capacity - Rows, at most.
   * @param width - L, the number of classes.
   */
  constructor(capacity: number, width: number) {
    this.#width = width;
    this.#rows = {
      indices: new Int32Array(capacity),
      classes: new Int32Array(capacity),
      confidences: new Float32Array(capacity),
      values: new Float32Array(capacity * width),
    };
  }

  /** @throws {Error} If the row is not one of probabilities; the message says what it is. */
  add(index: number, row: Float32Array): void {
    const { indices, classes, confidences, values } = this.#rows;
    const likeliest = likeliestOf(row);
    indices[this.#count] = index;
    classes[this.#count] = likeliest;
    confidences[this.#count] = row[likeliest] as number;
    values.set(row, this.#count * this.#width);
    this.#count++;
  }

  /** What was added. */
  get rows(): ShardRows {
    const { indices, classes, confidences, values } = this.#rows;
    return {
      indices: indices.subarray(0, this.#count),
      classes: classes.subarray(0, this.#count),
      confidences: confidences.subarray(0, this.#count),
      values: values.subarray(0, this.#count * this.#width),
    };
  }
}

const TOLERANCE = 0.01; // of a sum of numbers that were computed in 16 bits

/** The first of the greatest probabilities. @throws {Error} As `OpenShard.add`. */
export function likeliestOf(row: Float32Array): number {
  let [sum, least, likeliest] = [0, 0, 0];
  for (let l = 0; l < row.length; l++) {
    const value = row[l] as number;
    sum += value;
    if (value < least) least = value;
    if (value > (row[likeliest] as number)) likeliest = l;
  }
  if (least === 0 && Math.abs(sum - 1) <= TOLERANCE) return likeliest;
  throw new Error(least < 0 ? `a row with ${least}` : `a row of sum ${sum}`);
}

/** Hexadecimal SHA-256 of what decides which pictures are chosen. */
export function rowsChecksum({ indices, classes, confidences }: Omit<ShardRows, "values">): string {
  const hash = createHash("sha256");
  for (const { buffer, byteOffset, byteLength } of [indices, classes, confidences]) {
    hash.update(new Uint8Array(buffer, byteOffset, byteLength));
  }
  return hash.digest("hex");
}
