import { createHash } from "node:crypto";
import { type FileMetaData, parquetMetadata } from "hyparquet";
import type { ParquetFile } from "./parquet-file.ts";
import { readThrift } from "./parquet-thrift.ts";

/** What a Parquet file says of itself at its end. */
export interface ParquetFooter {
  readonly metadata: FileMetaData;
  /** Hexadecimal SHA-256 of the footer: of the places and sizes of all that is in the file. */
  readonly digest: string;
  /** Where the footer begins: pages end before it. */
  readonly start: number;
}

const TAIL = 8; // bytes: the footer's length, and "PAR1"

/**
 * Reads a Parquet file's footer.
 *
 * @throws {Error} If it is no whole Parquet file or is encrypted; the message says what came.
 */
export async function parquetFooter(file: ParquetFile): Promise<ParquetFooter> {
  if (file.size === 0) throw new Error("an empty file");
  if (file.size < 4 + TAIL) throw new Error("another kind of file");
  const head = (await file.read(0, 4)).toString("latin1");
  const tail = await file.read(file.size - TAIL, TAIL);
  const magic = tail.toString("latin1", 4);
  if (magic === "PARE") throw new Error("an encrypted file. Write it again without encryption");
  if (head !== "PAR1") throw new Error("another kind of file");
  if (magic !== "PAR1") throw new Error("a file that is cut short");
  const length = tail.readUInt32LE(0);
  const start = file.size - TAIL - length;
  if (start < 4) throw new Error(`a footer that claims ${length} bytes`);
  const bytes = await file.read(start, length + TAIL);
  try {
    readThrift(bytes, 0); // first, as hyparquet's reader believes what lists say of their length
    const metadata = parquetMetadata(new Uint8Array(bytes), { geoparquet: false });
    return { metadata, digest: createHash("sha256").update(bytes).digest("hex"), start };
  } catch (error) {
    throw new Error("a damaged footer", { cause: error });
  }
}
