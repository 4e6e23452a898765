import type { Features } from "@unlabeled/eval";
import { extensionOf } from "../output/check-output.ts";
import { writeBeside } from "../output/write-beside.ts";
import { csvField } from "./csv.ts";
import { encodeNpy } from "./npy.ts";

/** Writes FILE.npy and the names of its rows in FILE.npy.keys.txt, or FILE.csv with both. */
export async function writeFeatures(
  path: string,
  keys: readonly string[],
  features: Features,
): Promise<void> {
  if (extensionOf(path) === ".csv") return writeBeside(path, (file) => csv(file, keys, features));
  const { values, count, width } = features;
  const names = keys.map((key) => `${key}\n`).join("");
  await writeBeside(`${path}.keys.txt`, (file) => file.writeFile(names));
  await writeBeside(path, (file) => file.writeFile(encodeNpy(values, [count, width])));
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
