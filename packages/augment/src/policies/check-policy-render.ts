import type { ViewKey } from "@unlabeled/core";
import { checkViewLength } from "../render/check-render.ts";

/** Throws unless a key is of view 0, the only one, and the view fits exactly where it is written. */
export function checkPolicyRender(
  name: string,
  { view }: ViewKey,
  { length, size }: { length: number; size: number },
): void {
  checkViewLength(name, { length, expected: size * size * 3 });
  if (view !== 0) {
    throw new RangeError(`${name}: key.view must be 0, the only view; got ${view}.`);
  }
}
