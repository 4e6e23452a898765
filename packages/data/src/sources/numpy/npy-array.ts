import { open, stat } from "node:fs/promises";
import { basename } from "node:path";
import { requireFile } from "../require-path.ts";
import { fileBytes, type NpyBytes } from "./npy-bytes.ts";
import { type NpyHeader, readNpyHeader } from "./npy-header.ts";
import { npzBytes } from "./npz-bytes.ts";
import { npzMembers } from "./npz-members.ts";
import { pickMember } from "./numpy-names.ts";

/** An array on disk: its header is read, its elements are next. */
export interface NpyArray extends NpyHeader {
  /** Its name for people: `images.npy`, `all.npz#train_images`. */
  readonly name: string;
  readonly bytes: NpyBytes;
}

const NUMBERS = /^[|<>=][biufc](\d+)$/;

/**
 * Opens `FILE.npy`, or `FILE.npz#NAME`, or `FILE.npz` that has one array of this role, and has it read.
 *
 * @throws {RangeError} If it does not exist, is damaged, an array of Python objects or of records, or
 *   its size is not that of its shape: so what is allocated by the shape is on the disk.
 */
export async function withNpyArray<T>(
  role: "images" | "labels",
  place: string,
  read: (array: NpyArray) => Promise<T>,
): Promise<T> {
  const [path, member] = splitPlace(place);
  await requireFile("numpyArrays", path);
  const { size } = await stat(path);
  const file = await open(path, "r");
  let name = basename(path);
  const fail = (got: string): never => {
    const kind = /\.npz$/i.test(path) ? "a whole .npz file" : "a whole .npy file";
    throw new RangeError(`numpyArrays: "${place}" must be ${kind} of one plain array; got ${got}.`);
  };
  let opened: NpyBytes | undefined;
  try {
    const bytes = await attempt(async () => {
      if (!/\.npz$/i.test(path)) return fileBytes(file, 0, size);
      const chosen = pickMember(role, place, await npzMembers(file, size), member);
      name = `${name}#${chosen.name}`;
      return npzBytes(file, size, chosen);
    }, fail);
    opened = bytes;
    const header = await attempt(() => readNpyHeader(bytes, fail), fail);
    checkSize(header, bytes.left, fail);
    return await attempt(async () => {
      const result = await read({ ...header, name, bytes });
      await bytes.finish();
      return result;
    }, fail);
  } finally {
    opened?.close();
    await file.close();
  }
}

/** `all.npz#train_images` as its path and the array's name. */
export function splitPlace(place: string): [path: string, member: string | undefined] {
  const [, path, member] = /^(.*\.npz)#(.*)$/is.exec(place) ?? [];
  return path === undefined ? [place, undefined] : [path, member];
}

function checkSize({ type, shape }: NpyHeader, left: number, fail: (got: string) => never): void {
  if (/O/.test(type)) fail("Python objects (pickled), which are not read. Save numbers");
  const width = NUMBERS.exec(type)?.[1];
  if (width === undefined) fail(`elements of type "${type}"`);
  const size = shape.reduce((product, length) => product * length, Number(width));
  if (size !== left) {
    fail(`${left} bytes for ${type} of shape [${shape.join(", ")}], which has ${size}`);
  }
}

/** What `run` returns; other errors than of the arguments are problems of the file. */
async function attempt<T>(run: () => Promise<T>, fail: (got: string) => never): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof Error) || error.message.startsWith("numpyArrays: ")) throw error;
    if ((error as NodeJS.ErrnoException).syscall !== undefined) throw error; // the disk's
    return fail(error.message);
  }
}
