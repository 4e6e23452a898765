import { clippedBox } from "./moved-box.ts";
import type { Frame } from "./placed.ts";
import type { SceneObject } from "./scene.ts";

/**
 * Objects where their picture lies in a view: boxes mirrored, scaled, moved, cut to the view. Those
 * without area there are dropped; however little of an object is left, it stays, as in the papers' code.
 */
export function placedObjects(
  objects: readonly SceneObject[],
  { width }: { readonly width: number },
  { placement: { imageScale, offset }, flip, size }: Frame,
): SceneObject[] {
  return objects
    .map(({ box, category }) => {
      const left = flip ? width - box.left - box.width : box.left;
      const placed = {
        left: left * imageScale.x - offset.x,
        top: box.top * imageScale.y - offset.y,
        width: box.width * imageScale.x,
        height: box.height * imageScale.y,
      };
      return { box: clippedBox(placed, { width: size, height: size }), category };
    })
    .filter(({ box }) => box.width > 0 && box.height > 0);
}
