import { isUtf8 } from "node:buffer";

const FIRST_BYTES = 1 << 12;
const SEQUENCES = // of UTF-8, seen as Latin-1; what fits none is one byte
  /[\0-\x7f]+|[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}|./gs;

/**
 * Many names in one block of memory: their bytes, and where each ends. A million take what their bytes
 * take and 8 MB, where strings would take some 60 MB more and objects around them 100.
 */
export class PictureNames {
  #bytes: Buffer = Buffer.alloc(FIRST_BYTES);
  #ends: Float64Array = new Float64Array(64);
  #length = 0;

  /** Names as `packed` gives them. */
  static unpacked(bytes: Uint8Array, ends: Float64Array): PictureNames {
    const names = new PictureNames();
    names.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    names.#ends = ends;
    names.#length = ends.length;
    return names;
  }

  get length(): number {
    return this.#length;
  }

  /** @param name - Bytes, as a Latin-1 string: one character a byte. */
  push(name: string): void {
    const start = this.#start(this.#length);
    const end = start + name.length;
    if (end > this.#bytes.length) {
      const larger = Buffer.alloc(Math.max(end, 2 * this.#bytes.length));
      this.#bytes.copy(larger, 0, 0, start);
      this.#bytes = larger;
    }
    if (this.#length === this.#ends.length) {
      const larger = new Float64Array(2 * this.#length);
      larger.set(this.#ends);
      this.#ends = larger;
    }
    this.#bytes.write(name, start, "latin1");
    this.#ends[this.#length++] = end;
  }

  /** The name's bytes; not to be changed. */
  bytes(index: number): Buffer {
    return this.#bytes.subarray(this.#start(index), this.#ends[index]);
  }

  /** The name's bytes as a Latin-1 string. */
  latin1(index: number): string {
    return this.#bytes.toString("latin1", this.#start(index), this.#ends[index]);
  }

  /** The name for people: UTF-8, with `\xff` for a byte that is none. */
  text(index: number): string {
    return nameText(this.bytes(index));
  }

  /** All names for people. */
  *texts(): Generator<string> {
    for (let index = 0; index < this.#length; index++) yield this.text(index);
  }

  /** Whether the name's text is the name. */
  isText(index: number): boolean {
    return isUtf8(this.bytes(index));
  }

  /** All bytes, and the ends of the names in them. */
  packed(): { bytes: Uint8Array; ends: Float64Array } {
    return {
      bytes: this.#bytes.subarray(0, this.#start(this.#length)),
      ends: this.#ends.subarray(0, this.#length),
    };
  }

  #start(index: number): number {
    return index === 0 ? 0 : (this.#ends[index - 1] as number);
  }
}

/** A file's name for people: UTF-8, with `\xff` for a byte that is none. */
export function nameText(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString();
  return bytes.toString("latin1").replace(SEQUENCES, (part) => {
    const some = Buffer.from(part, "latin1");
    return isUtf8(some) ? some.toString() : some.toString("hex").replace(/../g, "\\x$&");
  });
}
