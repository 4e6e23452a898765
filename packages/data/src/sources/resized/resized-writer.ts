import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import type { Picture } from "@unlabeled/core";
import {
  type CopyIdentity,
  HEADER_BYTES,
  headerBytes,
  isRecord,
  RECORD_BYTES,
  readHeader,
  recordBytes,
  recordLength,
  tableBytes,
} from "./resized-format.ts";

const WRITTEN_AT_ONCE = 2 ** 22; // bytes

/** Writes the file of a resized copy, going on where an earlier writer stopped. */
export class ResizedWriter {
  readonly #file: FileHandle;
  readonly #offsets: Float64Array;
  readonly #widths: Uint32Array;
  readonly #heights: Uint32Array;
  #done = 0;
  #firstReason: string | undefined;
  #hasPicture = false;
  #end: number = HEADER_BYTES;
  #waiting: Buffer[] = [];
  #waitingBytes = 0;

  private constructor(file: FileHandle, pictures: number) {
    this.#file = file;
    this.#offsets = new Float64Array(pictures);
    this.#widths = new Uint32Array(pictures);
    this.#heights = new Uint32Array(pictures);
  }

  /** Opens the file; what is whole in it stays if it is of the same copy, else it begins anew. */
  static async open(path: string, identity: CopyIdentity): Promise<ResizedWriter> {
    const file = await open(path, constants.O_RDWR | constants.O_CREAT);
    const writer = new ResizedWriter(file, identity.pictures);
    try {
      const header = Buffer.alloc(HEADER_BYTES);
      await file.read(header, 0, HEADER_BYTES, 0);
      if (header.equals(headerBytes(identity)) && readHeader(header)) await writer.#resume();
      else await file.write(headerBytes(identity), 0, HEADER_BYTES, 0);
      await file.truncate(writer.#end);
      return writer;
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** Pictures that are in the file. */
  get done(): number {
    return this.#done;
  }

  /** Why none of the pictures in the file could be read: the first one's reason; undefined if one could. */
  get problem(): string | undefined {
    return this.#hasPicture ? undefined : this.#firstReason;
  }

  /** Adds the next picture, or why it could not be read. */
  async add(content: Picture | string): Promise<void> {
    const record = recordBytes(this.#done, content);
    this.#note(record);
    this.#waiting.push(record);
    this.#waitingBytes += record.length;
    if (this.#waitingBytes >= WRITTEN_AT_ONCE) await this.#flush();
  }

  /** Writes the table; all pictures must have been added. */
  async finish(): Promise<void> {
    const [offsets, widths, heights] = [this.#offsets, this.#widths, this.#heights];
    const table = tableBytes({ offsets, widths, heights }, this.#end);
    this.#waiting.push(table);
    this.#waitingBytes += table.length;
    this.#end += table.length;
    await this.#flush();
    await this.#file.sync();
  }

  /** Writes what waits, and closes the file. */
  async close(): Promise<void> {
    try {
      await this.#flush();
    } finally {
      await this.#file.close();
    }
  }

  async #resume(): Promise<void> {
    const { size } = await this.#file.stat();
    const head = Buffer.alloc(RECORD_BYTES);
    while (this.#done < this.#offsets.length) {
      const { bytesRead } = await this.#file.read(head, 0, RECORD_BYTES, this.#end);
      if (bytesRead < RECORD_BYTES) return;
      const length = recordLength(head);
      if (this.#end + length > size) return;
      const record = Buffer.allocUnsafe(length);
      await this.#file.read(record, 0, length, this.#end);
      if (!isRecord(record, this.#done)) return;
      this.#note(record);
    }
  }

  #note(record: Buffer): void {
    this.#offsets[this.#done] = this.#end + RECORD_BYTES;
    this.#widths[this.#done] = record.readUInt32LE(4);
    this.#heights[this.#done] = record.readUInt32LE(8);
    if (record.readUInt32LE(4) > 0) this.#hasPicture = true;
    else this.#firstReason ??= record.toString("utf8", RECORD_BYTES);
    this.#end += record.length;
    this.#done++;
  }

  async #flush(): Promise<void> {
    const bytes = Buffer.concat(this.#waiting);
    const at = this.#end - this.#waitingBytes;
    this.#waiting = [];
    this.#waitingBytes = 0;
    for (let written = 0; written < bytes.length; ) {
      const part = await this.#file.write(bytes, written, bytes.length - written, at + written);
      written += part.bytesWritten;
    }
  }
}
