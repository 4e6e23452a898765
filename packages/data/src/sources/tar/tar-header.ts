import { nameText } from "../listing/picture-names.ts";

/** What a tar header block says. */
export interface TarHeader {
  /** Path of the member, with the ustar prefix. */
  readonly name: string;
  /** Bytes of content after the header. */
  readonly size: number;
  /** The type flag: "0" a file, "5" a folder, "L" a GNU long name, "S" a sparse file, "x" and "g" pax records. */
  readonly type: string;
  /** Whether blocks with more of a sparse file's map follow. */
  readonly isContinued: boolean;
}

export const TAR_BLOCK = 512;

/**
 * Reads a header block of a POSIX ustar or GNU tar archive.
 *
 * @returns The header; undefined for a block of zeros, which ends an archive.
 * @throws {Error} If the checksum is not the block's.
 */
export function readTarHeader(block: Buffer): TarHeader | undefined {
  if (block.every((byte) => byte === 0)) return undefined;
  if (block.length < TAR_BLOCK || octal(block, 148, 8) !== checksum(block)) {
    throw new Error("no tar header");
  }
  const isUstar = text(block, 257, 6) === "ustar"; // GNU writes "ustar " and keeps times in the prefix
  const prefix = isUstar ? text(block, 345, 155) : "";
  const name = text(block, 0, 100);
  return {
    name: prefix === "" ? name : `${prefix}/${name}`,
    size: number(block, 124, 12),
    type: text(block, 156, 1) || "0", // a NUL is an old file's flag
    isContinued: text(block, 156, 1) === "S" && block[482] === 1,
  };
}

/** Whether a block with a part of a sparse file's map is followed by another. */
export function isMapContinued(block: Buffer): boolean {
  return block[504] === 1;
}

/** The records of a pax header: lines of `LENGTH KEY=VALUE`. @throws {Error} If they are damaged. */
export function readPaxRecords(content: Buffer): Map<string, string> {
  const records = new Map<string, string>();
  for (let start = 0; start < content.length; ) {
    const space = content.indexOf(0x20, start);
    const length = Number(content.toString("latin1", start, space));
    const equals = content.indexOf(0x3d, space);
    if (space < 0 || equals < 0 || !(length > equals - start) || start + length > content.length) {
      throw new Error("a damaged pax header");
    }
    records.set(
      content.toString("utf8", space + 1, equals),
      content.toString("utf8", equals + 1, start + length - 1),
    );
    start += length;
  }
  return records;
}

function text(block: Buffer, start: number, length: number): string {
  const field = block.subarray(start, start + length);
  const end = field.indexOf(0);
  return nameText(field.subarray(0, end < 0 ? length : end));
}

/** Octal digits, or GNU's and star's binary form for 8 GiB and more, marked by the first bit. */
function number(block: Buffer, start: number, length: number): number {
  if (((block[start] as number) & 0x80) === 0) return octal(block, start, length);
  return Number(BigInt(`0x${block.toString("hex", start + 1, start + length)}`));
}

function octal(block: Buffer, start: number, length: number): number {
  const digits = text(block, start, length).trim();
  return /^[0-7]*$/.test(digits) ? Number.parseInt(digits || "0", 8) : Number.NaN;
}

/** The sum of the block's bytes, its own field counted as spaces. */
function checksum(block: Buffer): number {
  let sum = 8 * 0x20;
  for (let i = 0; i < TAR_BLOCK; i++) if (i < 148 || i >= 156) sum += block[i] as number;
  return sum;
}
