import { type FileHandle, open } from "node:fs/promises";
import { ByteWindow } from "../byte-window.ts";
import { nameText } from "../listing/picture-names.ts";
import { isMapContinued, readPaxRecords, readTarHeader, TAR_BLOCK } from "./tar-header.ts";

/** A file inside a tar archive. */
export interface TarMember {
  /** Its path in the archive, without a leading "./": a name, which is never opened or written. */
  readonly name: string;
  /** Where its content begins, bytes. */
  readonly offset: number;
  /** Bytes. */
  readonly size: number;
  /** Whether its content lies with its holes left out, and cannot be read where it lies. */
  readonly isSparse: boolean;
}

/** The members of an archive, and what shows later whether it is still the same. */
export interface TarListing {
  readonly members: readonly TarMember[];
  /** The archive's size, bytes. */
  readonly size: number;
  /** When the archive was last changed, milliseconds since 1970. */
  readonly modified: number;
}

const LONGEST_META = 2 ** 23; // bytes of a long name or of pax records: real ones have some thousand

/**
 * The files in a tar archive, in the archive's order, found from their headers alone.
 *
 * Reads ustar, GNU (long names, large sizes) and pax archives; folders and links are passed over.
 *
 * @throws {RangeError} If the archive is damaged or cut short, changes while it is read, or a name is
 *   absolute or holds "..".
 */
export async function tarMembers(caller: string, path: string): Promise<TarListing> {
  const file = await open(path, "r");
  try {
    const before = await file.stat();
    const members = await scan(caller, path, file, before.size);
    const after = await file.stat();
    if (after.size !== before.size || after.mtimeMs !== before.mtimeMs) {
      throw new RangeError(
        `${caller}: "${path}" must stay as it is while it is read; it was changed. Open it again when it is complete.`,
      );
    }
    return { members, size: after.size, modified: after.mtimeMs };
  } finally {
    await file.close();
  }
}

async function scan(
  caller: string,
  path: string,
  file: FileHandle,
  end: number,
): Promise<TarMember[]> {
  const fail = (problem: string, offset: number): never => {
    throw new RangeError(
      `${caller}: "${path}" must be a whole, uncompressed tar archive; got ${problem} at byte ${offset}.`,
    );
  };
  const window = new ByteWindow(file);
  const members: TarMember[] = [];
  const shared = new Map<string, string>(); // pax records for all members that follow
  let own = new Map<string, string>(); // and for the next one
  for (let at = 0; at < end; ) {
    const start = at;
    const header = attempt(await window.at(at, TAR_BLOCK), readTarHeader, (p) => fail(p, start));
    if (header === undefined) break;
    let content = at + TAR_BLOCK;
    for (let more = header.isContinued; more; content += TAR_BLOCK) {
      if (content >= end) fail(`the archive's end inside "${header.name}", which begins`, start);
      more = isMapContinued(await window.at(content, TAR_BLOCK));
    }
    const isMember = !["L", "K", "x", "g"].includes(header.type);
    const noted = isMember ? (own.get("size") ?? shared.get("size")) : undefined;
    const size = noted === undefined ? header.size : /^\d+$/.test(noted) ? Number(noted) : -1;
    if (!Number.isSafeInteger(size) || size < 0) fail("a member without a size", start);
    if (content + size > end)
      fail(`the archive's end inside "${header.name}", which begins`, start);
    if (!isMember && size > LONGEST_META) fail(`a name or pax header of ${size} bytes`, start);
    const meta = isMember ? Buffer.alloc(0) : await window.at(content, size);
    if (header.type === "L") {
      own.set("path", nameText(meta).replace(/\0.*$/s, ""));
    } else if (header.type === "x" || header.type === "g") {
      const into = header.type === "x" ? own : shared;
      const records = attempt(meta, readPaxRecords, (p) => fail(p, start));
      for (const [key, value] of records) into.set(key, value);
    } else if (isMember) {
      if (["0", "7", "S"].includes(header.type)) {
        const records = Array.from(own.keys());
        const isSparse =
          header.type === "S" || records.some((key) => key.startsWith("GNU.sparse."));
        const name =
          own.get("GNU.sparse.name") ?? own.get("path") ?? shared.get("path") ?? header.name;
        if (name.startsWith("/") || name.split("/").includes("..")) {
          throw new RangeError(
            `${caller}: names in "${path}" must be relative and without ".."; got "${name}" at byte ${start}.`,
          );
        }
        members.push({ name: name.replace(/^(\.\/)+/, ""), offset: content, size, isSparse });
      }
      own = new Map();
    }
    at = content + Math.ceil(size / TAR_BLOCK) * TAR_BLOCK;
  }
  return members;
}

function attempt<T>(
  bytes: Buffer,
  read: (bytes: Buffer) => T,
  fail: (problem: string) => never,
): T {
  try {
    return read(bytes);
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}
