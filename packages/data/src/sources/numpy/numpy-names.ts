import type { NpzMember } from "./npz-members.ts";

const ROLES: Readonly<Record<"images" | "labels", RegExp>> = {
  images: /(^|[-_.])(images?|imgs?|x)(?=$|[-_.])/i,
  labels: /(^|[-_.])(labels?|targets?|y)(?=$|[-_.])/i,
};

/**
 * The member of an .npz file that is meant: the one named, the only one, or the only one whose name has
 * a word for its role (images, x; labels, y).
 *
 * @throws {RangeError} If there is none, or more than one.
 */
export function pickMember(
  role: "images" | "labels",
  place: string,
  members: readonly NpzMember[],
  named: string | undefined,
): NpzMember {
  const path = place.replace(/#.*$/s, "");
  const fits = members.filter(({ name }) =>
    named === undefined ? members.length === 1 || ROLES[role].test(name) : name === named,
  );
  const [member, another] = fits;
  if (member !== undefined && another === undefined) return member;
  const names = members.map(({ name }) => name);
  const example = fits[0]?.name ?? names[0] ?? "NAME";
  throw new RangeError(
    `numpyArrays: ${role} must name one array of the .npz file, such as "${path}#${example}"; got "${place}", which has ${names.join(", ") || "none"}.`,
  );
}

/**
 * What the labels of these pictures are usually called: `train_images` → `train_labels`, `x_train` → `y_train`.
 *
 * @returns Names to look for, best first; none if the pictures' name has no word for pictures.
 */
export function labelNames(images: string): string[] {
  const words = ROLES.images.exec(images);
  if (words === null) return [];
  const [all, before = "", word = ""] = words;
  const [start, end] = [
    images.slice(0, words.index) + before,
    images.slice(words.index + all.length),
  ];
  const names = { x: ["y"], X: ["Y", "y"] }[word] ?? [/s$/i.test(word) ? "labels" : "label"];
  return names.map((name) => `${start}${name}${end}`);
}
