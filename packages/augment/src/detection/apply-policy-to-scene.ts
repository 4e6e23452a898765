import type { Picture } from "@unlabeled/core";
import { type AffineMap, rotationMap, shearMap, translationMap } from "../bytes/affine-map.ts";
import { cutout } from "../bytes/cutout.ts";
import { nearestSources } from "../bytes/nearest-sources.ts";
import { applyOperation, pixelsOf } from "../policies/apply-operation.ts";
import type { DrawnOperation, Policy } from "../policies/policy.ts";
import { movedBox } from "./moved-box.ts";
import { cutOut, putBack, regionOf } from "./region.ts";
import { checkScene, IGNORE, type Scene } from "./scene.ts";

interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * What drawn operations make of a picture with boxes and a mask: both move along with the pixels.
 *
 * A box that leaves the picture stays in the list, with no area. Operations in boxes change the pixels
 * (and the mask) in a box, not the box. Cutouts and colours leave boxes and masks as they are. What
 * comes into view from outside has the policy's fill, and 255 (ignore) in the mask.
 *
 * @param options.policy - The policy that `drawn` was drawn from: its definition, interpolation, fill.
 * @param options.drawn - From `drawPolicy` with as many boxes.
 * @returns A scene of the same size and as many objects; nothing given is changed.
 * @throws {RangeError} If the scene is not whole, or a drawn box does not exist.
 *
 * @example
 * const drawn = drawPolicy(policy, random, { boxCount: scene.objects.length });
 * const augmented = applyPolicyToScene(scene, { policy, drawn });
 */
export function applyPolicyToScene(
  scene: Scene,
  { policy, drawn }: { policy: Policy; drawn: readonly DrawnOperation[] },
): Scene {
  checkScene("applyPolicyToScene", scene);
  let current = scene;
  for (const operation of drawn) {
    if (operation.box === undefined) current = onPicture(current, operation, policy);
    else if (operation.box < current.objects.length) current = inBox(current, operation, policy);
    else {
      throw new RangeError(
        `applyPolicyToScene: drawn must have boxes below ${current.objects.length}, the scene's; got ` +
          `${operation.box}. Draw with that boxCount.`,
      );
    }
  }
  return current;
}

function onPicture(
  { picture, objects, mask }: Scene,
  drawn: DrawnOperation,
  policy: Policy,
): Scene {
  const map = mapOf(drawn, picture, policy);
  const moved = applyOperation(picture, drawn, policy);
  if (map === undefined) return { picture: moved, objects, mask };
  const frame = { map, size: picture, definition: policy.definition };
  return {
    picture: moved,
    objects: objects.map(({ box, category }) => ({ box: movedBox(box, frame), category })),
    mask: mask && warpedMask(mask, map, picture, policy),
  };
}

function inBox({ picture, objects, mask }: Scene, drawn: DrawnOperation, policy: Policy): Scene {
  const box = objects[drawn.box as number]?.box;
  const region = box && regionOf(box, picture);
  if (region === undefined || region.width === 0 || region.height === 0) {
    return { picture, objects, mask };
  }
  if (drawn.operation === "cutout" && drawn.shareOf === "box") {
    return { picture: boxCutout(picture, drawn, { region, policy }), objects, mask };
  }
  const { width, height } = picture;
  const layout = { width, channels: 3 };
  const part = { ...region, pixels: cutOut(picture.pixels, region, layout) };
  const pixels = Uint8Array.from(picture.pixels);
  putBack(pixels, region, { part: applyOperation(part, drawn, policy).pixels, ...layout });
  const map = mapOf(drawn, region, policy);
  if (mask === undefined || map === undefined) {
    return { picture: { width, height, pixels }, objects, mask };
  }
  const labels = Uint8Array.from(mask);
  const inside = cutOut(mask, region, { width, channels: 1 });
  const warped = warpedMask(inside, map, region, policy);
  putBack(labels, region, { part: warped, width, channels: 1 });
  return { picture: { width, height, pixels }, objects, mask: labels };
}

/** Covers a share of a box, centred in it; what hangs over the box is covered too. */
function boxCutout(
  picture: Picture,
  { amount, at: [x, y] = [0.5, 0.5] }: DrawnOperation,
  { region, policy }: { region: ReturnType<typeof regionOf>; policy: Policy },
): Picture {
  const { left, top, width, height } = region;
  const half = [Math.trunc((amount * width) / 2), Math.trunc((amount * height) / 2)] as const;
  const centre = { x: left + Math.floor(x * width), y: top + Math.floor(y * height) };
  return cutout(picture, { ...centre, half }, { fill: policy.fill });
}

/** What an operation moves pixels by; undefined if it leaves them where they are. */
function mapOf(drawn: DrawnOperation, size: Size, { definition }: Policy): AffineMap | undefined {
  const { operation, amount } = drawn;
  if (operation === "rotate") return rotationMap(amount, size, definition);
  if (operation === "shearX") return shearMap("x", amount, definition);
  if (operation === "shearY") return shearMap("y", amount, definition);
  if (operation === "translateX") return translationMap("x", pixelsOf(drawn, size));
  if (operation === "translateY") return translationMap("y", pixelsOf(drawn, size));
  if (operation !== "flip") return undefined;
  return [-1, 0, definition === "tensorflow" ? size.width - 1 : size.width, 0, 1, 0];
}

function warpedMask(
  mask: Uint8Array,
  map: AffineMap,
  { width, height }: Size,
  { definition }: Policy,
): Uint8Array {
  const sources = nearestSources(map, { width, height }, definition);
  return Uint8Array.from(sources, (source) => (source < 0 ? IGNORE : (mask[source] as number)));
}
