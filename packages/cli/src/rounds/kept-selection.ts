import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { decodeSafetensors, encodeSafetensors } from "@unlabeled/core";
import { writeBeside } from "../output/write-beside.ts";

/** What a selection is of: the teacher's weights and the pictures. */
type Wanted = Readonly<Record<"teacher" | "pictures", string>>;

/** Keeps the places of selected pictures, `[K]`, so that a student goes on with them whatever is rejected later. */
export async function keepSelection(
  file: string,
  places: Int32Array,
  wanted: Wanted,
): Promise<void> {
  const tensors = { places: { dtype: "I32" as const, shape: [places.length], values: places } };
  await writeBeside(file, (handle) => handle.writeFile(encodeSafetensors(tensors, wanted)));
}

/** Those that were kept; undefined where there are none of this teacher and these pictures. */
export async function keptSelection(file: string, wanted: Wanted): Promise<Int32Array | undefined> {
  if (!existsSync(file)) return undefined;
  const { tensors, metadata } = decodeSafetensors(await readFile(file));
  const isSame = Object.entries(wanted).every(([name, value]) => metadata?.[name] === value);
  return isSame ? (tensors.places?.values as Int32Array) : undefined;
}
