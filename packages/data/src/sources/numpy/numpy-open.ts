import { existsSync } from "node:fs";
import { open, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { requireFile } from "../require-path.ts";
import type { Source } from "../source.ts";
import { splitPlace } from "./npy-array.ts";
import { npzMembers } from "./npz-members.ts";
import { numpyArrays } from "./numpy-arrays.ts";
import { labelNames, pickMember } from "./numpy-names.ts";

/** Whether a path is that of an array, or of an archive of arrays with or without a name in it. */
export function isNumpyPlace(path: string): boolean {
  return /\.np[yz]$|\.npz#/i.test(path);
}

/**
 * Opens an array of pictures, and its labels under the name that they usually have: those of
 * `x_train.npy` in `y_train.npy`, of `all.npz#train_images` in `all.npz#train_labels`.
 *
 * @throws {RangeError} If there are no labels of that name, or what `numpyArrays` throws.
 */
export async function openNumpy(images: string, labels: boolean): Promise<Source> {
  if (!labels) return numpyArrays({ images });
  const [path, member] = splitPlace(images);
  await requireFile("openSource", path);
  if (!/\.npz$/i.test(path)) {
    const candidates = labelNames(basename(path)).map((name) => join(dirname(path), name));
    return numpyArrays({ images, labels: candidates.find(existsSync) ?? none(images, candidates) });
  }
  const members = await membersOf(path);
  const { name } = pickMember("images", images, members, member);
  const candidates = labelNames(name);
  const found = members.find((each) => candidates.includes(each.name))?.name;
  const places = candidates.map((each) => `${path}#${each}`);
  return numpyArrays({
    images: `${path}#${name}`,
    labels: found === undefined ? none(images, places) : `${path}#${found}`,
  });
}

async function membersOf(path: string): Promise<Awaited<ReturnType<typeof npzMembers>>> {
  const file = await open(path, "r");
  try {
    return await npzMembers(file, (await stat(path)).size);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new RangeError(`openSource: "${path}" must be a whole .npz file; got ${reason}.`, {
      cause: error,
    });
  } finally {
    await file.close();
  }
}

function none(images: string, candidates: readonly string[]): never {
  const expected =
    candidates.length === 0
      ? "a name with the word images or x in it, from which that of its labels follows"
      : `its labels beside it, in ${candidates.map((path) => `"${path}"`).join(" or ")}`;
  throw new RangeError(
    `openSource: with labels, an array must have ${expected}; got "${images}". Rename it, or use numpyArrays({ images, labels }).`,
  );
}
