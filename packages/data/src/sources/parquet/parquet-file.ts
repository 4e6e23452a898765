import type { FileHandle } from "node:fs/promises";

const WINDOW = 1 << 13; // 8 KiB: most of a large picture is passed over, small ones share a read

/** A Parquet file of which pieces are read. */
export class ParquetFile {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  readonly #file: FileHandle;
  #window: Buffer = Buffer.alloc(0);
  #start = 0;

  constructor(path: string, file: FileHandle, size: number) {
    this.path = path;
    this.size = size;
    this.#file = file;
  }

  /** The bytes [start, start + length). @throws {Error} If the file ends before. */
  async read(start: number, length: number): Promise<Buffer> {
    if (start + length > this.size) throw new Error("the file's end inside a page");
    const buffer = Buffer.allocUnsafeSlow(length);
    for (let filled = 0; filled < length; ) {
      const { bytesRead } = await this.#file.read(buffer, filled, length - filled, start + filled);
      if (bytesRead === 0) throw new Error("the file's end inside a page");
      filled += bytesRead;
    }
    return buffer;
  }

  /** A few bytes at rising places with few system calls; fewer at the end of the file. */
  async peek(start: number, length: number): Promise<Buffer> {
    const from = start - this.#start;
    if (from < 0 || from + length > this.#window.length) {
      const wanted = Math.min(Math.max(WINDOW, length), Math.max(0, this.size - start));
      this.#window = await this.read(start, wanted);
      this.#start = start;
    }
    return this.#window.subarray(start - this.#start, start - this.#start + length);
  }
}
