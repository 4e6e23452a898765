import { createHash, randomBytes } from "node:crypto";
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { ParquetSpans } from "./parquet-spans.ts";

const MAGIC = "UNLPARQ1";
const ROW = 8 + 4 + 1; // bytes of a row's span
const TRAILER = 8 + 8 + 32 + MAGIC.length; // bytes of pictures, rows, SHA-256 of the spans, the magic
const FORGOTTEN = 3_600_000; // ms: a copy that nobody wrote to for an hour was broken off

/** The spans that a cache file ends with; undefined if there is no such file, or it is not whole. */
export async function readParquetCache(path: string): Promise<ParquetSpans | undefined> {
  let file: FileHandle;
  try {
    file = await open(path, "r");
  } catch {
    return undefined;
  }
  try {
    const { size } = await file.stat();
    const trailer = await bytesAt(file, size - TRAILER, TRAILER);
    if (trailer.toString("latin1", TRAILER - MAGIC.length) !== MAGIC) return undefined;
    const [pictures, rows] = [trailer.readDoubleLE(0), trailer.readDoubleLE(8)];
    if (pictures + rows * ROW + TRAILER !== size) return undefined;
    const index = await bytesAt(file, pictures, rows * ROW);
    if (!digest(index).equals(trailer.subarray(16, 48))) return undefined;
    const { buffer, byteOffset } = index;
    return {
      starts: new Float64Array(buffer.slice(byteOffset, byteOffset + 8 * rows)),
      lengths: new Uint32Array(buffer.slice(byteOffset + 8 * rows, byteOffset + 12 * rows)),
      cached: new Uint8Array(buffer.slice(byteOffset + 12 * rows, byteOffset + 13 * rows)),
    };
  } catch {
    return undefined;
  } finally {
    await file.close();
  }
}

/** Writes a cache file beside where it will be, from the first byte that is kept. */
export class ParquetCacheWriter {
  readonly #path: string;
  readonly #part: string;
  #file: FileHandle | undefined;
  #size = 0;
  #begun = false;

  constructor(path: string) {
    this.#path = path;
    this.#part = `${path}.${process.pid}-${randomBytes(4).toString("hex")}.part`;
  }

  /** Appends bytes; resolves to where they are. @throws {Error} If the disk is full, and the like. */
  async keep(bytes: Uint8Array): Promise<number> {
    this.#file ??= await this.#open();
    await write(this.#file, bytes);
    this.#size += bytes.length;
    return this.#size - bytes.length;
  }

  /** Completes the file and puts it in its place; makes none where nothing was kept. */
  async finish({ starts, lengths, cached }: ParquetSpans): Promise<void> {
    if (this.#file === undefined) return;
    const index = Buffer.concat(
      [starts, lengths, cached].map((each) => Buffer.from(each.buffer, 0, each.byteLength)),
    );
    const counts = Buffer.alloc(16);
    counts.writeDoubleLE(this.#size, 0);
    counts.writeDoubleLE(starts.length, 8);
    await write(this.#file, Buffer.concat([index, counts, digest(index), Buffer.from(MAGIC)]));
    await this.#file.sync();
    await this.#file.close();
    this.#file = undefined;
    await rename(this.#part, this.#path);
    this.#begun = false;
  }

  /** Takes away what was written; after `finish`, does nothing. */
  async abandon(): Promise<void> {
    await this.#file?.close().catch(() => {});
    this.#file = undefined;
    if (this.#begun) await rm(this.#part, { force: true });
  }

  async #open(): Promise<FileHandle> {
    const folder = dirname(this.#path);
    await mkdir(folder, { recursive: true });
    for (const name of await readdir(folder)) {
      if (!name.startsWith(basename(this.#path)) || !name.endsWith(".part")) continue;
      const old = await stat(join(folder, name)).catch(() => undefined);
      if (old !== undefined && Date.now() - old.mtimeMs > FORGOTTEN) {
        await rm(join(folder, name), { force: true });
      }
    }
    const file = await open(this.#part, "wx");
    this.#begun = true;
    return file;
  }
}

async function write(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    at += (await file.write(bytes, at, bytes.length - at)).bytesWritten;
  }
}

async function bytesAt(file: FileHandle, start: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, start);
  if (bytesRead < length) throw new Error("cut short");
  return buffer;
}

function digest(bytes: Uint8Array): Buffer {
  return createHash("sha256").update(bytes).digest();
}
