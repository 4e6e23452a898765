import { readdir } from "node:fs/promises";
import type { Source } from "@unlabeled/data";
import { UserError } from "../user-error.ts";

/** Names of the classes: those of folders, or numbers. */
export function classNames({ classes, labels }: Source): readonly string[] {
  if (classes !== undefined) return classes;
  const most = (labels ?? new Int32Array(1)).reduce((a, b) => Math.max(a, b), 0);
  return Array.from({ length: most + 1 }, (_, label) => `${label}`);
}

/**
 * Looks whether there is something to learn of each class.
 *
 * @param path - For people.
 * @throws {UserError} If there are fewer than two classes, or one has no picture.
 */
export function checkEachClass(source: Source, classes: readonly string[], path: string): void {
  if (classes.length < 2) {
    throw new UserError(
      `${path} must have pictures of two or more classes; got ${classes[0]} only.`,
    );
  }
  const without = withoutPictures(source, classes);
  if (without.length > 0) {
    throw new UserError(
      `${path} must have a picture of each class to learn from; got none of ${listed(without)}. Add some, or take the class away.`,
    );
  }
}

/** Classes of which a source has no picture. */
export function withoutPictures({ labels }: Source, classes: readonly string[]): string[] {
  const there = new Set(labels);
  return classes.filter((_, label) => !there.has(label));
}

/**
 * Looks whether labelled pictures have the classes of a network.
 *
 * @param name - What holds the pictures: "--test".
 * @throws {UserError} If they have others.
 */
export function checkSameClasses(source: Source, classes: readonly string[], name: string): void {
  const own = classNames(source);
  const same =
    source.classes === undefined
      ? own.length <= classes.length
      : JSON.stringify(own) === JSON.stringify(classes);
  if (same) return;
  throw new UserError(
    `${name} must have the classes that RUN tells apart, ${listed(classes)}; got ${listed(own)}.`,
  );
}

/** Sub-folders of a folder of classes in which there are no pictures. */
export async function emptyClassFolders(path: string, source: Source): Promise<string[]> {
  if (source.description.kind !== "folder") return [];
  const classes = new Set(source.classes);
  const entries = await readdir(path, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .map(({ name }) => name)
    .filter((name) => !classes.has(name))
    .sort();
}

const SHOWN = 8;

/** "cat, dog and 3 others". */
export function listed(names: readonly string[]): string {
  if (names.length <= SHOWN) return names.join(", ");
  return `${names.slice(0, SHOWN - 1).join(", ")} and ${names.length - SHOWN + 1} others`;
}
