import { createHash, randomUUID } from "node:crypto";
import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { cacheFolder } from "../cache-folder.ts";

/** What is saved: a few facts as JSON, and columns of numbers or bytes. */
export interface SavedIndex {
  readonly facts: Readonly<Record<string, unknown>>;
  readonly columns: Readonly<Record<string, Uint8Array | Uint32Array | Float64Array>>;
}

/** Whether to save: from this many pictures on, listing takes longer than reading the index. */
export const WORTH_SAVING = 10_000;

const SETTLED_MS = 2000; // the coarsest clock of file systems (FAT)
const MAGIC = "unlabeled index 1\n";
const TYPES = { Uint8Array, Uint32Array, Float64Array };

interface Layout {
  readonly facts: SavedIndex["facts"];
  readonly columns: readonly { name: string; type: keyof typeof TYPES; length: number }[];
}

/** Where the index is saved of what these words identify: the hash of them is its name. */
export function indexPath(...identity: readonly string[]): string {
  const hash = createHash("sha256").update(JSON.stringify(identity)).digest("hex");
  return join(cacheFolder("index"), hash);
}

/**
 * Saves an index whole: written beside, synced, renamed.
 *
 * @throws {Error} If it cannot be written.
 */
export async function saveIndex(path: string, { facts, columns }: SavedIndex): Promise<void> {
  const entries = Object.entries(columns);
  const layout: Layout = {
    facts,
    columns: entries.map(([name, column]) => ({
      name,
      type: typeOf(column),
      length: column.length,
    })),
  };
  const head = Buffer.from(`${JSON.stringify(layout)}\n`);
  const hash = createHash("sha256");
  const parts = [Buffer.from(MAGIC), lengthOf(head), head];
  for (const [, { buffer, byteOffset, byteLength }] of entries) {
    parts.push(Buffer.from(buffer, byteOffset, byteLength));
  }
  await mkdir(dirname(path), { recursive: true });
  const beside = `${path}.${randomUUID()}`;
  try {
    const file = await open(beside, "wx");
    try {
      for (const part of parts) {
        hash.update(part);
        await file.writeFile(part);
      }
      await file.writeFile(hash.digest());
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}

/** The index saved at a path; undefined if there is none, or it is damaged or of another version. */
export async function loadIndex(path: string): Promise<SavedIndex | undefined> {
  try {
    const file = await readFile(path);
    const end = file.length - 32;
    if (!file.subarray(0, MAGIC.length).equals(Buffer.from(MAGIC))) return undefined;
    const hash = createHash("sha256").update(file.subarray(0, end)).digest();
    if (!hash.equals(file.subarray(end))) return undefined;
    let at = MAGIC.length + 4;
    const headEnd = at + file.readUInt32LE(MAGIC.length);
    const layout = JSON.parse(file.toString("utf8", at, headEnd)) as Layout; // as it was written: the hash says so
    at = headEnd;
    const columns: Record<string, Uint8Array | Uint32Array | Float64Array> = {};
    for (const { name, type, length } of layout.columns) {
      const bytes = length * TYPES[type].BYTES_PER_ELEMENT;
      const column = new Uint8Array(file.subarray(at, at + bytes)); // a copy: aligned, and of its own
      columns[name] = new TYPES[type](column.buffer);
      at += bytes;
    }
    return { facts: layout.facts, columns };
  } catch {
    return undefined; // an index is only for speed
  }
}

/**
 * Whether nothing was changed while it was listed, or so shortly before that a later change might not
 * show in the time of change.
 *
 * @param begin - When listing began, ms since 1970.
 */
export function isSettled(begin: number, ...times: readonly Float64Array[]): boolean {
  const [from, to] = [begin - SETTLED_MS, Date.now() + SETTLED_MS];
  return times.every((some) => some.every((time) => time < from || time > to));
}

/** The error for an index that was asked for and cannot be written. */
export function unwritable(caller: string, place: string, error: unknown): Error {
  const reason = error instanceof Error ? error.message : String(error);
  return new Error(
    `${caller}: with savedIndex, "${place}" must be a place that can be written; got ${reason}. Set XDG_CACHE_HOME to another folder, or leave savedIndex out.`,
    { cause: error },
  );
}

function typeOf(column: Uint8Array | Uint32Array | Float64Array): keyof typeof TYPES {
  if (column instanceof Float64Array) return "Float64Array";
  return column instanceof Uint32Array ? "Uint32Array" : "Uint8Array";
}

function lengthOf(head: Buffer): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(head.length);
  return bytes;
}
