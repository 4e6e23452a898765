import type { Picture } from "@unlabeled/core";
import { type RefusedPicture, requireDisk } from "../pictures/picture-disk.ts";
import { readFailure } from "../pictures/picture-read-failure.ts";
import type { Source } from "../source.ts";
import type { CopyIdentity } from "./resized-format.ts";
import { resizedPicture } from "./resized-picture.ts";
import { ResizedWriter } from "./resized-writer.ts";

/** How a copy is made. */
export interface MakingOptions {
  /** Pixels a picture may have, an integer ≥ 1; larger ones cannot be read. Default as in `batches`. */
  readonly pixelLimit: number;
  /** Called now and then with the pictures that are in the file, and all there are. */
  readonly progress?: (done: number, total: number) => void;
}

const AT_ONCE = 16; // pictures in memory; decoders run on libuv's 4 threads

/**
 * Decodes and resizes all pictures of a source into a file, going on where an earlier call stopped.
 *
 * @throws {Error} If the file cannot be written, no picture can be read, or the source's disk is gone.
 */
export async function makeResizedFile(
  source: Source,
  identity: CopyIdentity,
  path: string,
  { pixelLimit, progress }: MakingOptions,
): Promise<void> {
  const writer = await writing(path, () => ResizedWriter.open(path, identity));
  const unreadable = new Map<number, string>();
  try {
    while (writer.done < source.length) {
      const from = writer.done;
      const count = Math.min(AT_ONCE, source.length - from);
      const refused: RefusedPicture[] = [];
      const contents = await Promise.all(
        Array.from({ length: count }, async (_, i): Promise<Picture | string> => {
          try {
            return await resizedPicture(source.locate(from + i), identity, pixelLimit);
          } catch (error) {
            const { reason, cause } = readFailure(error);
            if (cause !== "picture") refused.push({ sample: from + i, reason, cause });
            return reason;
          }
        }),
      );
      await requireDisk("resizedCopy", source, refused, (sample) => unreadable.has(sample));
      for (const [i, content] of contents.entries()) {
        if (typeof content === "string") unreadable.set(from + i, content);
        await writing(path, () => writer.add(content));
      }
      progress?.(writer.done, source.length);
    }
    requireOne(source, writer.problem);
    await writing(path, () => writer.finish());
  } finally {
    await writing(path, () => writer.close());
  }
}

function requireOne(source: Source, problem: string | undefined): void {
  if (problem === undefined) return;
  throw new Error(
    `resizedCopy: source must hold a picture that can be read; got ${source.length} of which none can (the first, "${source.key(0)}": ${problem}).`,
  );
}

/** Says which file it is that could not be written. */
export async function writing<T>(path: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `resizedCopy: "${path}" must be a file that can be written; got ${reason}. What is in it stays: make room, and call again.`,
      { cause: error },
    );
  }
}
