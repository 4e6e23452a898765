import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { decodeSafetensors, encodeSafetensors } from "@unlabeled/core";
import type { Source } from "@unlabeled/data";
import type { ImageClassifier } from "@unlabeled/simclr-distill";
import { featuresOf } from "../measure/tables.ts";
import { writeBeside } from "../output/write-beside.ts";
import { UserError } from "../user-error.ts";

/** A row of logits for each picture of a source, `[N, L]`; zeros for those that cannot be read, which are never shown. */
export interface LogitTable {
  readonly values: Float32Array;
  readonly width: number;
}

export interface LogitsOptions {
  readonly file: string;
  /** What identifies the teacher's weights. */
  readonly teacher: string;
  readonly pictures: Source;
  /** Height and width of the view that it sees, pixels. */
  readonly size: number;
}

/**
 * A teacher's logits of pictures as they are: from a file, which is made where there is none, for many students.
 *
 * @param restore - Gives the teacher; called where the file is made.
 * @throws {UserError} If the file has something else.
 */
export async function teacherLogits(
  { file, teacher, pictures, size }: LogitsOptions,
  restore: () => Promise<ImageClassifier>,
): Promise<LogitTable> {
  const wanted = { teacher, pictures: pictures.fingerprint, size: `${size}` };
  if (existsSync(file)) return readLogits(file, wanted);
  const network = await restore();
  const { values, width, indices } = await featuresOf(network, pictures, size);
  for (const { variable } of [...network.parameters, ...network.statistics]) variable.dispose();
  const rows = new Float32Array(pictures.length * width);
  indices.forEach((index, row) => {
    rows.set(values.subarray(row * width, (row + 1) * width), index * width);
  });
  const tensors = {
    logits: { dtype: "F32" as const, shape: [pictures.length, width], values: rows },
  };
  await writeBeside(file, (handle) => handle.writeFile(encodeSafetensors(tensors, wanted)));
  return { values: rows, width };
}

async function readLogits(
  file: string,
  wanted: Readonly<Record<string, string>>,
): Promise<LogitTable> {
  const { tensors, metadata } = await decoded(file);
  const { logits } = tensors;
  for (const [name, value] of Object.entries(wanted)) {
    if (logits !== undefined && metadata?.[name] === value) continue;
    const what = {
      teacher: "of this teacher",
      pictures: "of these pictures",
      size: "at this size",
    };
    throw new UserError(
      `--logits must be a file with logits ${what[name as keyof typeof what]}; got ${file}, which has others. Name another file; it is made.`,
    );
  }
  return { values: logits?.values as Float32Array, width: logits?.shape[1] as number };
}

async function decoded(file: string): Promise<ReturnType<typeof decodeSafetensors>> {
  try {
    return decodeSafetensors(await readFile(file));
  } catch (cause) {
    throw new UserError(
      `--logits must be a file that was made by it; got ${file}, which cannot be read (${(cause as Error).message}). Name another file; it is made.`,
      { cause },
    );
  }
}
