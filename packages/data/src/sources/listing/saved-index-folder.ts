import { resolve } from "node:path";
import { fileStates } from "./find-file-states.ts";
import { type FoundFiles, findFiles } from "./find-files.ts";
import { isPictureName } from "./picture-extensions.ts";
import { PictureNames } from "./picture-names.ts";
import {
  indexPath,
  isSettled,
  loadIndex,
  type SavedIndex,
  saveIndex,
  unwritable,
  WORTH_SAVING,
} from "./saved-index.ts";

const CHECKED = 50_000; // files, spread evenly: 0.2 s on a local disk

/**
 * The pictures below a folder: listed, or as a saved index has them where nothing has changed since.
 *
 * An index is used if every folder was last changed when it was, which a file added, removed, renamed
 * or replaced undoes, and 50,000 of the files, spread evenly, have their size and time of change.
 *
 * @param saved - Whether an index is used and saved; undefined from 10,000 pictures on, where the
 *   cache folder can be written.
 * @throws {RangeError} As `findFiles`.
 * @throws {Error} If `saved` is true and the index cannot be written.
 */
export async function listPictures(
  caller: string,
  path: string,
  saved?: boolean,
): Promise<FoundFiles> {
  if (saved === false) return findFiles(caller, path, isPictureName);
  const place = indexPath("folder", resolve(path));
  const known = await loadIndex(place);
  const files = known && filesOf(known);
  if (files !== undefined && (await isCurrent(path, files))) return files;
  const begin = Date.now();
  const found = await findFiles(caller, path, isPictureName);
  if (
    isSettled(begin, found.times, found.folderTimes) &&
    (saved || found.names.length >= WORTH_SAVING)
  ) {
    await saveIndex(place, indexOf(found)).catch((error: unknown) => {
      if (saved) throw unwritable(caller, place, error);
    });
  }
  return found;
}

async function isCurrent(
  path: string,
  { names, sizes, times, folders, folderTimes }: FoundFiles,
): Promise<boolean> {
  const base = Buffer.from(path).toString("latin1");
  const now = await fileStates(folders.length, (at) => `${base}/${folders.latin1(at)}`);
  if (!now.times.every((time, at) => time === folderTimes[at] && time >= 0)) return false;
  const count = Math.min(CHECKED, names.length);
  const place = (at: number): number => Math.floor((at * names.length) / count);
  const some = await fileStates(count, (at) => `${base}/${names.latin1(place(at))}`);
  return (
    some.sizes.every((size, at) => size === sizes[place(at)]) &&
    some.times.every((time, at) => time === times[place(at)])
  );
}

function indexOf({ names, sizes, times, folders, folderTimes }: FoundFiles): SavedIndex {
  const [files, places] = [names.packed(), folders.packed()];
  return {
    facts: {},
    columns: {
      names: files.bytes,
      ends: files.ends,
      sizes,
      times,
      folders: places.bytes,
      folderEnds: places.ends,
      folderTimes,
    },
  };
}

function filesOf({ columns }: SavedIndex): FoundFiles {
  const numbers = (name: string): Float64Array => columns[name] as Float64Array; // as saved
  const bytes = (name: string): Uint8Array => columns[name] as Uint8Array;
  return {
    names: PictureNames.unpacked(bytes("names"), numbers("ends")),
    sizes: numbers("sizes"),
    times: numbers("times"),
    folders: PictureNames.unpacked(bytes("folders"), numbers("folderEnds")),
    folderTimes: numbers("folderTimes"),
  };
}
