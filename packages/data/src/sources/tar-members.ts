import { type FileHandle, open } from "node:fs/promises";
import { ByteWindow } from "./byte-window.ts";
import { readPaxRecords, readTarHeader, TAR_BLOCK } from "./tar-header.ts";

/** A file inside a tar archive. */
export interface TarMember {
  /** Its path in the archive, without a leading "./". */
  readonly name: string;
  /** Where its content begins, bytes. */
  readonly offset: number;
  /** Bytes. */
  readonly size: number;
}

/**
 * The files in a tar archive, in the archive's order, found from their headers alone.
 *
 * Reads ustar, GNU (long names, large sizes) and pax archives; folders and links are passed over.
 *
 * @throws {RangeError} If the archive is damaged or cut short, or a name is absolute or holds "..".
 */
export async function tarMembers(caller: string, path: string): Promise<TarMember[]> {
  const file = await open(path, "r");
  try {
    return await scan(caller, path, file);
  } finally {
    await file.close();
  }
}

async function scan(caller: string, path: string, file: FileHandle): Promise<TarMember[]> {
  const fail = (problem: string, offset: number): never => {
    throw new RangeError(
      `${caller}: "${path}" must be a whole, uncompressed tar archive; got ${problem} at byte ${offset}.`,
    );
  };
  const end = (await file.stat()).size;
  const window = new ByteWindow(file);
  const members: TarMember[] = [];
  const shared = new Map<string, string>(); // pax records for all members that follow
  let own = new Map<string, string>(); // and for the next one
  for (let at = 0; at < end; ) {
    const start = at;
    const header = attempt(await window.at(at, TAR_BLOCK), readTarHeader, (p) => fail(p, start));
    if (header === undefined) break;
    const content = at + TAR_BLOCK;
    const isMember = !["L", "K", "x", "g"].includes(header.type);
    const size = isMember
      ? Number(own.get("size") ?? shared.get("size") ?? header.size)
      : header.size;
    if (!Number.isSafeInteger(size) || size < 0) fail("a member without a size", start);
    if (content + size > end)
      fail(`the archive's end inside "${header.name}", which begins`, start);
    const meta = isMember ? Buffer.alloc(0) : await window.at(content, size);
    if (header.type === "L") {
      own.set("path", meta.toString("utf8").replace(/\0.*$/s, ""));
    } else if (header.type === "x" || header.type === "g") {
      const into = header.type === "x" ? own : shared;
      const records = attempt(meta, readPaxRecords, (p) => fail(p, start));
      for (const [key, value] of records) into.set(key, value);
    } else if (isMember) {
      if (header.type === "0" || header.type === "7") {
        const name = own.get("path") ?? shared.get("path") ?? header.name;
        if (name.startsWith("/") || name.split("/").includes("..")) {
          throw new RangeError(
            `${caller}: names in "${path}" must be relative and without ".."; got "${name}" at byte ${start}.`,
          );
        }
        members.push({ name: name.replace(/^(\.\/)+/, ""), offset: content, size });
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
