import { createHash } from "node:crypto";
import { open, stat } from "node:fs/promises";
import { join } from "node:path";
import { requireFile } from "../require-path.ts";
import { ParquetCacheWriter, readParquetCache } from "./parquet-cache.ts";
import { imageColumn, labelColumn, type ParquetColumn } from "./parquet-columns.ts";
import { ParquetFile } from "./parquet-file.ts";
import { type ParquetFooter, parquetFooter } from "./parquet-footer.ts";
import { huggingFaceFeatures } from "./parquet-hugging-face.ts";
import { type ParquetLabel, parquetLabels } from "./parquet-labels.ts";
import { parquetPictures } from "./parquet-pictures.ts";
import type { ParquetSpans } from "./parquet-spans.ts";

/** A Parquet file of pictures. */
export interface ParquetShard {
  readonly path: string;
  /** Its size, bytes, and time of change, ms: places in it hold as long as they do. */
  readonly state: { readonly size: number; readonly modified: number };
  readonly spans: ParquetSpans;
  /** The file that has the pictures which `spans` call cached. */
  readonly cache: string;
  /** One a row, where they were asked for. */
  readonly labels?: readonly ParquetLabel[];
  /** Names of the classes, where Hugging Face's metadata have them. */
  readonly classes?: readonly string[];
}

export interface ParquetShardOptions {
  readonly image: string | undefined;
  readonly label: string | undefined;
  readonly labels: boolean;
  /** The cache's folder. */
  readonly cache: string;
}

/** @throws {RangeError} If the file is missing, damaged or of another kind, or a column is. */
export async function parquetShard(
  path: string,
  { image, label, labels, cache }: ParquetShardOptions,
): Promise<ParquetShard> {
  await requireFile("parquetImages", path);
  const { size, mtimeMs: modified } = await stat(path);
  const handle = await open(path, "r");
  try {
    const file = new ParquetFile(path, handle, size);
    const footer = await parquetFooter(file);
    const features = huggingFaceFeatures(footer.metadata);
    const pictures = imageColumn(footer.metadata, image, features.types);
    const classes = labels ? labelColumn(footer.metadata, label, features.types) : undefined;
    const print = createHash("sha256").update(
      `${pictures.name}\0${size}\0${modified}\0${footer.digest}`,
    );
    const cacheFile = join(cache, print.digest("hex"));
    return {
      path,
      state: { size, modified },
      cache: cacheFile,
      labels: classes && (await parquetLabels(file, footer, classes)),
      classes: classes && features.classes.get(classes.name),
      spans: await spansOf(file, footer, pictures, cacheFile),
    };
  } catch (error) {
    if (!(error instanceof Error) || error.message.startsWith("parquetImages: ")) throw error;
    if ((error as NodeJS.ErrnoException).syscall !== undefined) throw error; // the disk's
    throw new RangeError(
      `parquetImages: "${path}" must be a whole Parquet file of pictures; got ${error.message}.`,
      { cause: error },
    );
  } finally {
    await handle.close();
  }
}

async function spansOf(
  file: ParquetFile,
  footer: ParquetFooter,
  column: ParquetColumn,
  cacheFile: string,
): Promise<ParquetSpans> {
  const before = await readParquetCache(cacheFile);
  if (before !== undefined) return before;
  const writer = new ParquetCacheWriter(cacheFile);
  const kept = async <T>(run: () => Promise<T>): Promise<T> => {
    try {
      return await run();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new RangeError(
        `parquetImages: cache must be a folder with room for the pictures of "${file.path}", whose pages are packed; got ${reason}. Pass another, or write the file without compression.`,
        { cause: error },
      );
    }
  };
  try {
    const spans = await parquetPictures(file, footer, column, (bytes) =>
      kept(() => writer.keep(bytes)),
    );
    await kept(() => writer.finish(spans));
    return spans;
  } finally {
    await writer.abandon();
  }
}
