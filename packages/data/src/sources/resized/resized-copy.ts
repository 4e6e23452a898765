import { createHash } from "node:crypto";
import { mkdir, rename } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { cacheFolder } from "../cache-folder.ts";
import { defineSource } from "../define-source.ts";
import { checkPixelLimit, DEFAULT_PIXEL_LIMIT } from "../pictures/decode-picture.ts";
import type { Source } from "../source.ts";
import { openResizedFile, type ResizedFile } from "./resized-file.ts";
import { type CopyIdentity, HEADER_BYTES } from "./resized-format.ts";
import { locked } from "./resized-lock.ts";
import { type MakingOptions, makeResizedFile, writing } from "./resized-making.ts";
import { checkResizedSize, type ResizedSize } from "./resized-options.ts";

export interface ResizedCopyOptions extends ResizedSize, Partial<MakingOptions> {
  /**
   * The file, which is made if it is not there. Default: one in `$XDG_CACHE_HOME/unlabeled/resized` (or
   * `~/.cache/…`), named after the source's fingerprint and the size.
   */
  readonly file?: string;
  /** Bytes of pictures, ≥ 0: a copy that takes no more is read into memory. Default 2^29 (512 MiB). */
  readonly cacheBytes?: number;
}

const DEFAULT_CACHE_BYTES = 2 ** 29;

/**
 * A source whose pictures are those of another, decoded and resized once: all later reading is a copy
 * of bytes.
 *
 * The pictures lie in one file, 3 bytes a pixel. It is made when it is first needed, which takes as
 * long as decoding all of them; a call that is interrupted loses nothing, and the next one goes on from
 * there. Memory stays flat. A copy within `cacheBytes` is read into memory that worker threads share;
 * from a larger one, each picture is read when it is needed (Node has no memory maps; the system's page
 * cache does what one would). Order, keys and labels are the source's, and pictures that could not be
 * read stay so, with their reasons.
 *
 * @throws {RangeError} If an option is out of its range, or `file` is another file or of another source
 *   or size.
 * @throws {Error} If the file cannot be written or another process is writing it, no picture can be
 *   read, or the source's folder, disk or shard is gone or was changed.
 *
 * @example
 * const small = await resizedCopy(photos, { shorterSide: 128 });
 */
export async function resizedCopy(source: Source, options: ResizedCopyOptions): Promise<Source> {
  const { shorterSide, size, pixelLimit = DEFAULT_PIXEL_LIMIT, progress } = options;
  const { cacheBytes = DEFAULT_CACHE_BYTES } = options;
  checkResizedSize(options);
  checkPixelLimit("resizedCopy", pixelLimit);
  if (!(cacheBytes >= 0)) {
    throw new RangeError(`resizedCopy: cacheBytes must be at least 0; got ${cacheBytes}.`);
  }
  const { versions } = (await import("sharp")).default;
  const identity: CopyIdentity = {
    fingerprint: source.fingerprint,
    pictures: source.length,
    shorterSide,
    size,
    decoder: `sharp ${versions.sharp}, libvips ${versions.vips}`,
  };
  const path = resolve(options.file ?? defaultFile(identity));
  let copy = await openResizedFile(path, cacheBytes);
  if (copy === undefined) {
    await writing(path, () => mkdir(dirname(path), { recursive: true }));
    await locked(path, async () => {
      if (await openResizedFile(path, 0)) return; // made by another process meanwhile
      await makeResizedFile(source, identity, `${path}.part`, { pixelLimit, progress });
      await rename(`${path}.part`, path);
    });
    copy = (await openResizedFile(path, cacheBytes)) as ResizedFile;
  }
  requireSame(path, copy.identity, identity);
  return sourceOf(source, path, copy);
}

function defaultFile({ fingerprint, pictures, shorterSide, size }: CopyIdentity): string {
  const words = JSON.stringify([fingerprint, pictures, shorterSide ?? 0, size ?? 0]);
  const name = createHash("sha256").update(words).digest("hex");
  return join(cacheFolder("resized"), name);
}

function requireSame(path: string, found: CopyIdentity, wanted: CopyIdentity): void {
  const shown = ({ fingerprint, pictures, shorterSide, size }: CopyIdentity): string =>
    `${pictures} pictures with ${size === undefined ? `shorterSide ${shorterSide}` : `size ${size}`} of ${fingerprint.slice(0, 19)}…`;
  if (
    found.fingerprint === wanted.fingerprint &&
    found.pictures === wanted.pictures &&
    found.size === wanted.size &&
    found.shorterSide === wanted.shorterSide
  ) {
    return;
  }
  throw new RangeError(
    `resizedCopy: file must be absent or a copy of this source: ${shown(wanted)}; got ${shown(found)} in "${path}". Remove it, or choose another file.`,
  );
}

function sourceOf(source: Source, path: string, copy: ResizedFile): Source {
  const { identity, table, reasons, memory } = copy;
  const { shorterSide, size, decoder } = identity;
  const words = JSON.stringify([source.fingerprint, shorterSide ?? 0, size ?? 0]);
  const fingerprint = `sha256:${createHash("sha256").update(words).digest("hex")}`;
  return defineSource({
    length: source.length,
    labels: source.labels,
    classes: source.classes,
    fingerprint,
    description: {
      kind: "resized",
      of: source.description,
      shorterSide,
      size,
      decoder,
      pictures: source.length,
      fingerprint,
    },
    key: (index) => source.key(index),
    locate: (index) => {
      const reason = reasons.get(index);
      if (reason !== undefined) return { kind: "unreadable", reason };
      const width = table.widths[index] as number;
      const height = table.heights[index] as number;
      const offset = table.offsets[index] as number;
      return memory === undefined
        ? { kind: "raw", path, offset, width, height, channels: 3 }
        : { kind: "pixels", memory, offset: offset - HEADER_BYTES, width, height, channels: 3 };
    },
  });
}
