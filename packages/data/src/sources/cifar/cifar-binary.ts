import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { defineSource } from "../define-source.ts";
import { requireFile } from "../require-path.ts";
import { sharedMemory } from "../shared-memory.ts";
import type { Source } from "../source.ts";
import { cifarClassNames } from "./cifar-class-names.ts";
import { CIFAR_PIXELS, type CifarFormat, cifarFormat } from "./cifar-format.ts";
import { readCifarRecords } from "./cifar-records.ts";

export interface CifarBinaryOptions {
  /** Whether labels are read. Default false. */
  readonly labels?: boolean;
  /** Whether CIFAR-100's labels are its 100 fine classes, or else its 20 coarse ones. Default true. */
  readonly fine?: boolean;
}

/**
 * The pictures of CIFAR-10 or CIFAR-100, binary version: `data_batch_1.bin` … `test_batch.bin`, or
 * `train.bin` and `test.bin`. All files must be of the same of the two.
 *
 * The order is that of the files as given and of the pictures within each; all are read into memory
 * that worker threads share. Names of classes come from the archive's `batches.meta.txt`,
 * `fine_label_names.txt` or `coarse_label_names.txt`, where it lies beside the first file.
 *
 * @throws {RangeError} If a file does not exist or is no whole CIFAR binary file, the files are not of
 *   one kind, a file of names is damaged, or `fine` is given for CIFAR-10.
 *
 * @see Krizhevsky, The CIFAR-10 and CIFAR-100 datasets, "Binary version"
 *
 * @example
 * const pictures = await cifarBinary(["data_batch_1.bin", "data_batch_2.bin"], { labels: true });
 */
export async function cifarBinary(
  pathOrPaths: string | readonly string[],
  { labels = false, fine }: CifarBinaryOptions = {},
): Promise<Source> {
  const paths = typeof pathOrPaths === "string" ? [pathOrPaths] : pathOrPaths;
  const files = await cifarFiles(paths);
  const [{ path: first, format }] = files;
  if (fine !== undefined && format.classes.length === 1) {
    throw new RangeError(
      `cifarBinary: fine must be left out where the files are CIFAR-10's; got ${fine}.`,
    );
  }
  const length = files.reduce((sum, { count }) => sum + count, 0);
  const memory = sharedMemory("cifarBinary", length * CIFAR_PIXELS);
  const width = format.classes.length;
  const marks = new Uint8Array(length * width);
  const starts: number[] = [];
  let start = 0;
  for (const { path, count } of files) {
    const pixels = new Uint8Array(memory, start * CIFAR_PIXELS, count * CIFAR_PIXELS);
    await readCifarRecords(path, format, pixels, marks.subarray(start * width));
    starts.push(start);
    start += count;
  }
  const labelled = labels ? await labelsOf(first, format, marks, fine ?? true) : {};
  const digest = createHash("sha256").update(`${length} 32 32 3`).update(new Uint8Array(memory));
  const print = `sha256:${digest.digest("hex")}`;
  return defineSource({
    ...labelled,
    length,
    fingerprint: print,
    description: {
      kind: "cifar",
      paths,
      pictures: length,
      classes: labelled.classes?.length,
      fingerprint: print,
    },
    key: (index) => {
      const at = starts.findLastIndex((begin) => begin <= index);
      return `${basename(files[at]?.path ?? "")}#${index - (starts[at] ?? 0)}`;
    },
    locate: (index) => ({
      kind: "pixels",
      memory,
      offset: index * CIFAR_PIXELS,
      width: 32,
      height: 32,
      channels: 3,
    }),
  });
}

interface CifarFile {
  readonly path: string;
  readonly format: CifarFormat;
  /** Pictures. */
  readonly count: number;
}

async function cifarFiles(paths: readonly string[]): Promise<[CifarFile, ...CifarFile[]]> {
  const files: CifarFile[] = [];
  for (const path of paths) {
    await requireFile("cifarBinary", path);
    const { size } = await stat(path);
    const format = cifarFormat(path, size);
    files.push({ path, format, count: size / format.record });
  }
  const [first, ...others] = files;
  if (first === undefined) {
    throw new RangeError("cifarBinary: paths must name at least one file; got none.");
  }
  const other = others.find(({ format }) => format !== first.format);
  if (other !== undefined) {
    throw new RangeError(
      `cifarBinary: paths must all be of one kind; got "${first.path}" of ${first.format.name} and "${other.path}" of ${other.format.name}.`,
    );
  }
  return [first, ...others];
}

async function labelsOf(
  path: string,
  { classes }: CifarFormat,
  marks: Uint8Array,
  fine: boolean,
): Promise<Pick<Source, "labels" | "classes">> {
  const width = classes.length;
  const at = fine ? width - 1 : 0;
  const file = width === 1 ? "batches.meta.txt" : `${fine ? "fine" : "coarse"}_label_names.txt`;
  return {
    labels: Int32Array.from({ length: marks.length / width }, (_, i) => marks[i * width + at] ?? 0),
    classes: await cifarClassNames(path, file, classes[at] as number),
  };
}
