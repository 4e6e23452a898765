import type { ViewKey } from "@unlabeled/core";

/** Throws unless a key is of view 0, the only one, and the view fits exactly where it is written. */
export function checkPolicyRender(
  name: string,
  { view }: ViewKey,
  { length, size }: { length: number; size: number },
): void {
  if (length !== size * size * 3) {
    throw new RangeError(
      `${name}: into must have length ${size * size * 3}, one view; got ${length}.`,
    );
  }
  if (view !== 0) {
    throw new RangeError(`${name}: key.view must be 0, the only view; got ${view}.`);
  }
}
