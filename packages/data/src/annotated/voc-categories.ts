import { sortedByBytes } from "../sources/listing/byte-order.ts";

/** VOC's 20 classes in its own order: that of their names, and class c has index c + 1 in class maps. */
const VOC_CATEGORIES: readonly string[] = (
  "aeroplane bicycle bird boat bottle bus car cat chair cow diningtable dog horse motorbike person " +
  "pottedplant sheep sofa train tvmonitor"
).split(" ");

/** The categories of a set with these names: VOC's own if they are all among them, else the names, sorted. */
export function categoriesOf(names: ReadonlySet<string>): readonly string[] {
  const areVocs = [...names].every((name) => VOC_CATEGORIES.includes(name));
  return areVocs ? VOC_CATEGORIES : sortedByBytes(names);
}
