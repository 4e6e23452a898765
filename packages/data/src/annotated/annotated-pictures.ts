import type { Picture } from "@unlabeled/core";
import { checkIndex } from "../sources/check-index.ts";
import { defineSource } from "../sources/define-source.ts";
import type { AnnotatedSource, AnnotationId, PictureSize } from "./annotated-source.ts";
import type { ObjectAnnotation } from "./object-annotation.ts";

/** A picture and what is in it. */
export interface AnnotatedPicture {
  readonly key: string;
  readonly path: string;
  readonly id: AnnotationId;
  readonly size: PictureSize;
  readonly objects: readonly ObjectAnnotation[];
}

interface AnnotatedPicturesParts
  extends Pick<AnnotatedSource, "categories" | "categoryIds" | "fingerprint" | "description"> {
  /** At least one. */
  readonly pictures: readonly AnnotatedPicture[];
}

/** The source of these pictures; `read` insists on the sides that the annotations state. */
export function annotatedPictures(parts: AnnotatedPicturesParts): AnnotatedSource {
  const { pictures, categories, categoryIds, fingerprint, description } = parts;
  const at = (caller: string, index: number): AnnotatedPicture =>
    pictures[checkIndex(`AnnotatedSource.${caller}`, index, pictures.length)] as AnnotatedPicture;
  const source = defineSource({
    length: pictures.length,
    fingerprint,
    description,
    key: (index) => at("key", index).key,
    locate: (index) => ({ kind: "file", path: at("locate", index).path }),
  });
  return {
    ...source,
    categories,
    categoryIds,
    imageIds: pictures.map(({ id }) => id),
    annotations: (index) => at("annotations", index).objects,
    size: (index) => at("size", index).size,
    async read(index) {
      const picture = await source.read(index);
      checkSides(picture, at("read", index));
      return picture;
    },
  };
}

function checkSides({ width, height }: Picture, { key, size }: AnnotatedPicture): void {
  if (width === size.width && height === size.height) return;
  throw new Error(
    `AnnotatedSource.read: "${key}" must be ${size.width} x ${size.height}, as its annotations say; got ${width} x ${height} (upright). Its boxes would be wrong: use the picture that was annotated.`,
  );
}
