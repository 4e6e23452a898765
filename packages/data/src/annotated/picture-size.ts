import type { PictureSize } from "./annotated-source.ts";

/**
 * The sides of the picture in a file as `read` decodes it, upright, from its header alone.
 *
 * @throws {RangeError} If the file is no picture.
 */
export async function pictureSize(caller: string, path: string): Promise<PictureSize> {
  const { default: sharp } = await import("sharp");
  try {
    return (await sharp(path).metadata()).autoOrient;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new RangeError(
      `${caller}: "${path}" must be a picture, since its annotations do not state its sides; got ${reason}.`,
      { cause: error },
    );
  }
}

/** The sides as a file states them; undefined unless both are whole numbers > 0. */
export function statedSize(width: unknown, height: unknown): PictureSize | undefined {
  const size = { width: Number(width), height: Number(height) };
  const isStated = Object.values(size).every((side) => Number.isInteger(side) && side > 0);
  return isStated ? size : undefined;
}
