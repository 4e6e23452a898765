import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { dirname, extname } from "node:path";
import type { Features } from "@unlabeled/eval";
import { UserError } from "../user-error.ts";
import { csvField } from "./csv.ts";
import { encodeNpy } from "./npy.ts";
import { writeBeside } from "./write-beside.ts";

/** @throws {UserError} If features cannot be written to this path, by its name or its folder. */
export async function checkOutput(path: string): Promise<void> {
  if (![".npy", ".csv"].includes(kindOf(path))) {
    throw new UserError(`--output must end in .npy or .csv; got ${path}.`);
  }
  if (await isFolder(path)) {
    throw new UserError(`--output must be a file; got ${path}, a folder. Name another file.`);
  }
  if (!(await isFolder(dirname(path)))) {
    throw new UserError(
      `--output must be in a folder that exists; got ${path}. Make the folder (mkdir -p ${dirname(path)}), or name another place.`,
    );
  }
  try {
    await access(dirname(path), constants.W_OK);
  } catch (cause) {
    throw new UserError(
      `--output must be in a folder that can be written; got ${path}. Name another place, or change the folder's permissions.`,
      { cause },
    );
  }
}

/** Writes FILE.npy and the names of its rows in FILE.npy.keys.txt, or FILE.csv with both. */
export async function writeFeatures(
  path: string,
  keys: readonly string[],
  features: Features,
): Promise<void> {
  if (kindOf(path) === ".csv") return writeBeside(path, (file) => csv(file, keys, features));
  const { values, count, width } = features;
  const names = keys.map((key) => `${key}\n`).join("");
  await writeBeside(`${path}.keys.txt`, (file) => file.writeFile(names));
  await writeBeside(path, (file) => file.writeFile(encodeNpy(values, [count, width])));
}

function kindOf(path: string): string {
  return extname(path).toLowerCase();
}

async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined); // nothing there is no folder
  return found?.isDirectory() ?? false;
}

/** A line at a time: the text of many features is larger than a string can be. */
async function csv(
  file: { write(text: string): Promise<unknown> },
  keys: readonly string[],
  { values, width }: Features,
): Promise<void> {
  const names = Array.from({ length: width }, (_, i) => `f${i}`);
  await file.write(`key,${names.join(",")}\n`);
  for (const [row, key] of keys.entries()) {
    const line = values.subarray(row * width, (row + 1) * width).join(",");
    await file.write(`${csvField(key)},${line}\n`);
  }
}
