import { basename } from "node:path";
import { defineSource } from "./define-source.ts";
import { fingerprint } from "./fingerprint.ts";
import { labelsFromTexts } from "./labels-from-texts.ts";
import { PICTURE_FORMATS } from "./picture-extensions.ts";
import { requireFile } from "./require-path.ts";
import type { Source } from "./source.ts";
import { tarSamples } from "./tar-samples.ts";

export interface TarShardsOptions {
  /**
   * Whether each picture's `key.cls`, or else `key.txt`, is its class: whole numbers from 0 as they
   * stand, or names, numbered in the order of their bytes. Default false.
   */
  readonly labels?: boolean;
}

/**
 * The pictures in tar archives of the WebDataset layout: `key.jpg` (or another picture), and
 * `key.cls` or `key.txt` with its label.
 *
 * The order is that of the shards as given and of the pictures within each. Headers are read once;
 * pictures are then read where they lie, in any order, without unpacking.
 *
 * @throws {RangeError} If a shard does not exist, is damaged, compressed or cut short, holds absolute
 *   names or "..", there is no picture, or labels are asked for and a picture has none.
 *
 * @see WebDataset's format: https://github.com/webdataset/webdataset
 *
 * @example
 * const photos = await tarShards(["photos-0000.tar", "photos-0001.tar"], { labels: true });
 */
export async function tarShards(
  pathOrPaths: string | readonly string[],
  { labels = false }: TarShardsOptions = {},
): Promise<Source> {
  const paths = typeof pathOrPaths === "string" ? [pathOrPaths] : pathOrPaths;
  const pictures: { path: string; key: string; offset: number; size: number }[] = [];
  const texts: (string | undefined)[] = [];
  for (const path of paths) {
    await requireFile("tarShards", path);
    for (const { picture, label } of await tarSamples("tarShards", path, labels)) {
      const { name, offset, size } = picture;
      pictures.push({ path, key: `${basename(path)}/${name}`, offset, size });
      texts.push(label);
    }
  }
  if (pictures.length === 0) {
    throw new RangeError(
      `tarShards: the shards must hold at least one picture named KEY.EXTENSION (${PICTURE_FORMATS}); got none in ${paths.map((path) => `"${path}"`).join(", ") || "no shards"}.`,
    );
  }
  const labelled: Pick<Source, "labels" | "classes"> = labels
    ? labelsFromTexts(texts, (index) => pictures[index]?.key ?? "", "tarShards")
    : {};
  const print = fingerprint(pictures.map(({ key, size }) => [key, size]));
  const at = (index: number) => pictures[index] as (typeof pictures)[number]; // checked before
  return defineSource({
    ...labelled,
    length: pictures.length,
    fingerprint: print,
    description: {
      kind: "tar",
      paths,
      pictures: pictures.length,
      classes: labelled.classes?.length,
      fingerprint: print,
    },
    key: (index) => at(index).key,
    locate: (index) => {
      const { path, offset, size } = at(index);
      return { kind: "file", path, offset, length: size };
    },
  });
}
