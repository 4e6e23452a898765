import type { FileHandle } from "node:fs/promises";

const WINDOW = 1 << 18; // 256 KiB: some 100 small members a read, little waste where members are large

/** Reads small pieces of a file in rising order with few system calls. */
export class ByteWindow {
  readonly #file: FileHandle;
  #bytes: Buffer = Buffer.alloc(0);
  #start = 0;

  constructor(file: FileHandle) {
    this.#file = file;
  }

  /** `length` bytes from `offset`, fewer at the end of the file; valid until the next call. */
  async at(offset: number, length: number): Promise<Buffer> {
    const from = offset - this.#start;
    if (from < 0 || from + length > this.#bytes.length) {
      const buffer = Buffer.allocUnsafe(Math.max(WINDOW, length));
      const { bytesRead } = await this.#file.read(buffer, 0, buffer.length, offset);
      this.#bytes = buffer.subarray(0, bytesRead);
      this.#start = offset;
    }
    return this.#bytes.subarray(offset - this.#start, offset - this.#start + length);
  }
}
