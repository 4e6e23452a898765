import { constants } from "node:buffer";
import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";

/** The lists of a COCO file, as they stand in it. */
export interface CocoFile {
  readonly images: readonly unknown[];
  readonly annotations: readonly unknown[];
  readonly categories: readonly unknown[];
  /** SHA-256 of the file's bytes, hexadecimal. */
  readonly digest: string;
}

/**
 * Reads a file of COCO's annotations; lists other than `images` may be absent.
 *
 * @throws {RangeError} If it is larger than the longest text that JavaScript can hold (some 512 MiB),
 *   or not JSON with these lists.
 */
export async function readCocoFile(path: string): Promise<CocoFile> {
  const { size } = await stat(path);
  if (size > constants.MAX_STRING_LENGTH) {
    throw new RangeError(
      `cocoDetection: annotations must be a file of at most ${constants.MAX_STRING_LENGTH} bytes, the longest text of JavaScript; got ${size} bytes in "${path}". Leave the outlines (segmentation) out of it, or split it by pictures and open each part.`,
    );
  }
  const bytes = await readFile(path);
  const digest = createHash("sha256").update(bytes).digest("hex");
  const content = parse(path, bytes);
  const list = (name: string): readonly unknown[] => {
    const value = (content as Record<string, unknown> | null)?.[name];
    if (value === undefined && name !== "images") return [];
    if (Array.isArray(value)) return value;
    throw new RangeError(
      `cocoDetection: "${path}" must be a COCO file, { images: […], annotations: […], categories: […] }; got ${value === undefined ? "no" : typeof value} ${name}.`,
    );
  };
  return {
    images: list("images"),
    annotations: list("annotations"),
    categories: list("categories"),
    digest,
  };
}

function parse(path: string, bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8").replace(/^\ufeff/, ""));
  } catch (error) {
    throw new RangeError(
      `cocoDetection: "${path}" must be JSON; got ${error instanceof Error ? error.message : error}.`,
      { cause: error },
    );
  }
}
