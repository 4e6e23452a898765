import { join } from "node:path";
import { sortedByBytes } from "../sources/listing/byte-order.ts";
import type { PictureSize } from "./annotated-source.ts";
import { leaveOut, type PictureChoice } from "./picture-choice.ts";
import { pictureSize } from "./picture-size.ts";
import { readVocFile, type VocFile } from "./voc-file.ts";
import { type VocFolders, vocList } from "./voc-folders.ts";
import { vocStems } from "./voc-stems.ts";

/** A picture of a VOC set and the files that go with it. */
export interface VocPicture {
  /** Its path below the folder of pictures, without extension. */
  readonly stem: string;
  readonly name: string;
  readonly path: string;
  /** Of the picture's file. */
  readonly bytes: number;
  /** Absent where there is no XML file. */
  readonly file?: VocFile;
  readonly size: PictureSize;
  /** Path of its class map; absent where there is none. */
  readonly map?: string;
}

const READS_AT_ONCE = 64;

/**
 * The pictures of a list, or of both folders, with what their XML files say.
 *
 * @throws {RangeError} If an XML file is damaged, or a picture is absent and not to be left out.
 */
export async function vocPictures(
  caller: string,
  { images, annotations, segmentations, list }: VocFolders,
  absent: PictureChoice["absent"] = "refuse",
): Promise<{ pictures: VocPicture[]; absentCount: number }> {
  const files = await vocStems(caller, images, "picture");
  const xml = await vocStems(caller, annotations, "xml");
  const maps = segmentations ? await vocStems(caller, segmentations, "png") : undefined;
  const wanted = list
    ? await vocList(caller, list)
    : sortedByBytes(new Set([...files.keys(), ...xml.keys()]));
  const stems = leaveOut(caller, absent, wanted, {
    isMissing: (stem) => !files.has(stem),
    shown: (stem) => `"${stem}"`,
    folder: images,
  });
  const read = async (stem: string): Promise<VocPicture> => {
    const { name = "", bytes = -1 } = files.get(stem) ?? {};
    const path = join(images, name);
    const [notes, map] = [xml.get(stem), maps?.get(stem)];
    const file = notes && (await readVocFile(caller, join(annotations, notes.name)));
    return {
      stem,
      name,
      path,
      bytes,
      file,
      size: file?.size ?? (await pictureSize(caller, path)),
      map: map && join(segmentations as string, map.name),
    };
  };
  const pictures: VocPicture[] = [];
  for (let at = 0; at < stems.length; at += READS_AT_ONCE) {
    pictures.push(...(await Promise.all(stems.slice(at, at + READS_AT_ONCE).map(read))));
  }
  return { pictures, absentCount: wanted.length - stems.length };
}
