// The file of a resized copy:
//
//   header   4096 bytes: a line with the format's name, a line of JSON that says of what it is a copy, zeros
//   records  one a picture, in the source's order: 16 bytes, then 3 * width * height bytes of pixels
//   table    where the pixels of each picture begin (float64), all widths, all heights (uint32)
//   footer   64 bytes: the format's name, where the table begins (float64), the table's SHA-256, zeros
//
// A record's 16 bytes are four little-endian uint32: its picture's number, width, height, and the CRC-32
// of those three and the pixels. Of a picture that could not be read, the width is 0, the height a number
// of bytes, and these say why.
import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import type { Picture } from "@unlabeled/core";
import type { ResizedSize } from "./resized-options.ts";

/** Of what a file is a copy. */
export interface CopyIdentity extends ResizedSize {
  /** The source's. */
  readonly fingerprint: string;
  readonly pictures: number;
  /** What decoded and resized, with versions: other versions may give other pixels. */
  readonly decoder: string;
}

/** Where the pictures lie in the file. */
export interface CopyTable {
  /** Bytes from the file's beginning. */
  readonly offsets: Float64Array;
  readonly widths: Uint32Array;
  readonly heights: Uint32Array;
}

export const HEADER_BYTES = 4096;
export const RECORD_BYTES = 16;
export const FOOTER_BYTES = 64;
const HEADER_NAME = "unlabeled resized copy 1\n";
const FOOTER_NAME = "unlabeled table\n";

export function headerBytes(identity: CopyIdentity): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.write(`${HEADER_NAME}${JSON.stringify(identity)}\n`);
  return header;
}

/** What a header says; undefined if it is none. */
export function readHeader(header: Buffer): CopyIdentity | undefined {
  const [name, identity = ""] = header.toString("utf8").split("\n");
  if (`${name}\n` !== HEADER_NAME) return undefined;
  try {
    return JSON.parse(identity) as CopyIdentity; // as `headerBytes` wrote it
  } catch {
    return undefined;
  }
}

/** A record: of a picture, or of why it could not be read. */
export function recordBytes(index: number, content: Picture | string): Buffer {
  const isPicture = typeof content !== "string";
  const payload = isPicture ? content.pixels : Buffer.from(content);
  const record = Buffer.alloc(RECORD_BYTES + payload.length);
  record.writeUInt32LE(index, 0);
  record.writeUInt32LE(isPicture ? content.width : 0, 4);
  record.writeUInt32LE(isPicture ? content.height : payload.length, 8);
  record.set(payload, RECORD_BYTES);
  record.writeUInt32LE(checksum(record), 12);
  return record;
}

/** How many bytes a record has in all, by its first 16. */
export function recordLength(record: Buffer): number {
  const [width, height] = [record.readUInt32LE(4), record.readUInt32LE(8)];
  return RECORD_BYTES + (width === 0 ? height : 3 * width * height);
}

/** Whether this is the whole record of picture `index`. */
export function isRecord(record: Buffer, index: number): boolean {
  return record.readUInt32LE(0) === index && record.readUInt32LE(12) === checksum(record);
}

function checksum(record: Buffer): number {
  return crc32(record.subarray(RECORD_BYTES), crc32(record.subarray(0, 12)));
}

/** The table and the footer, for a table that begins at `offset`. */
export function tableBytes({ offsets, widths, heights }: CopyTable, offset: number): Buffer {
  const table = Buffer.concat(
    [offsets, widths, heights].map((column) =>
      Buffer.from(column.buffer, column.byteOffset, column.byteLength),
    ),
  );
  const footer = Buffer.alloc(FOOTER_BYTES);
  footer.write(FOOTER_NAME);
  footer.writeDoubleLE(offset, 16);
  createHash("sha256").update(table).digest().copy(footer, 24);
  return Buffer.concat([table, footer]);
}

/** Where a footer says that the table begins; undefined if it is none. */
export function tableOffset(footer: Buffer): number | undefined {
  return footer.toString("utf8", 0, 16) === FOOTER_NAME ? footer.readDoubleLE(16) : undefined;
}

/** The table; undefined if it is damaged. */
export function readTable(table: Buffer, footer: Buffer, pictures: number): CopyTable | undefined {
  const hash = createHash("sha256").update(table).digest();
  if (table.length !== 16 * pictures || !hash.equals(footer.subarray(24, 56))) return undefined;
  const { buffer } = new Uint8Array(table); // a copy: aligned
  return {
    offsets: new Float64Array(buffer, 0, pictures),
    widths: new Uint32Array(buffer, 8 * pictures, pictures),
    heights: new Uint32Array(buffer, 12 * pictures, pictures),
  };
}
