import type { FileHandle } from "node:fs/promises";

/** An array in a .npz file, which is a zip archive. */
export interface NpzMember {
  /** Without its ".npy". */
  readonly name: string;
  /** 0 stored, 8 deflated, or another. */
  readonly method: number;
  readonly encrypted: boolean;
  readonly crc: number;
  /** Bytes in the archive. */
  readonly packed: number;
  /** Bytes of the .npy file, as the archive claims. */
  readonly size: number;
  /** Where its local header begins. */
  readonly header: number;
}

const END = 22; // bytes of the end record without its comment
const FULL = 0xffffffff; // "see the zip64 record"

/**
 * Lists the arrays of an open .npz file from its central directory, zip64 or not.
 *
 * @throws {Error} If it is no whole zip archive; the message says what came.
 *
 * @see APPNOTE.TXT of PKWARE, 4.3
 */
export async function npzMembers(file: FileHandle, size: number): Promise<NpzMember[]> {
  const tail = await bytesAt(file, Math.max(0, size - END - 0xffff), size);
  if (size === 0) throw new Error("an empty file");
  const at = tail.lastIndexOf("PK\x05\x06", Math.max(0, tail.length - END), "latin1");
  if (at < 0 || tail.length < END) {
    throw new Error(
      tail.length === size && tail.indexOf("PK", 0, "latin1") !== 0
        ? "another kind of file"
        : "no end of the archive: the file is cut short, or of another kind",
    );
  }
  let start = tail.readUInt32LE(at + 16);
  let length = tail.readUInt32LE(at + 12);
  const locator = at - 20;
  if (locator >= 0 && tail.toString("latin1", locator, locator + 4) === "PK\x06\x07") {
    const where = Number(tail.readBigUInt64LE(locator + 8));
    const end = where <= size ? await bytesAt(file, where, where + 56) : Buffer.alloc(0);
    if (end.length < 56 || end.toString("latin1", 0, 4) !== "PK\x06\x06") {
      throw new Error("a damaged zip64 record");
    }
    length = Number(end.readBigUInt64LE(40));
    start = Number(end.readBigUInt64LE(48));
  }
  if (start + length > size) throw new Error("a damaged directory");
  return entries(await bytesAt(file, start, start + length));
}

/** Where a member's bytes begin: its local header may be longer than the directory says. */
export async function npzContent(
  file: FileHandle,
  size: number,
  member: NpzMember,
): Promise<number> {
  const { header, packed } = member;
  const local = header < size ? await bytesAt(file, header, header + 30) : Buffer.alloc(0);
  if (local.length < 30 || local.toString("latin1", 0, 4) !== "PK\x03\x04") {
    throw new Error(`a damaged header of "${member.name}"`);
  }
  const start = header + 30 + local.readUInt16LE(26) + local.readUInt16LE(28);
  if (start + packed > size) throw new Error(`the archive's end inside "${member.name}"`);
  return start;
}

function entries(directory: Buffer): NpzMember[] {
  const members: NpzMember[] = [];
  for (let at = 0; at < directory.length; ) {
    if (at + 46 > directory.length || directory.toString("latin1", at, at + 4) !== "PK\x01\x02") {
      throw new Error("a damaged directory");
    }
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) =>
      directory.readUInt16LE(at + field),
    ) as [number, number, number];
    const nameEnd = at + 46 + nameLength;
    const sizes = [24, 20, 42].map((field) => directory.readUInt32LE(at + field));
    const [size, packed, header] = wide(sizes, directory.subarray(nameEnd, nameEnd + extraLength));
    members.push({
      name: directory.toString("utf8", at + 46, nameEnd).replace(/\.npy$/, ""),
      method: directory.readUInt16LE(at + 10),
      encrypted: (directory.readUInt16LE(at + 8) & 1) === 1,
      crc: directory.readUInt32LE(at + 16),
      packed,
      size,
      header,
    });
    at = nameEnd + extraLength + commentLength;
  }
  return members;
}

/** Size, packed size and place of the header, those that do not fit 32 bits from the zip64 field. */
function wide(sizes: readonly number[], extra: Buffer): [number, number, number] {
  let field = Buffer.alloc(0);
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) === 1) {
      field = extra.subarray(at + 4, at + 4 + extra.readUInt16LE(at + 2)) as typeof field;
    }
  }
  let next = 0;
  return sizes.map((value) => {
    if (value !== FULL) return value;
    if (next + 8 > field.length) throw new Error("a damaged directory");
    next += 8;
    return Number(field.readBigUInt64LE(next - 8));
  }) as [number, number, number];
}

async function bytesAt(file: FileHandle, start: number, end: number): Promise<Buffer> {
  const buffer = Buffer.alloc(end - start);
  const { bytesRead } = await file.read(buffer, 0, buffer.length, start);
  return buffer.subarray(0, bytesRead);
}
