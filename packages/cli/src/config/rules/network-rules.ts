import { totalStride } from "../defaults/network.ts";
import { type Rule, unless } from "./rule.ts";

/** What the size of the views leaves of the last maps. */
export const networkRules: Rule = ({ backbone, stem, grid, size }) => {
  const stride = totalStride(backbone, stem);
  if (size < stride) {
    return unless(
      false,
      "stem",
      `must leave something of ${size} x ${size} pixels, of which ${backbone} makes one in ${stride} a side with it`,
    );
  }
  const side = Math.ceil(size / stride);
  return unless(
    grid <= side,
    "grid",
    `must be at most the side of the last maps, ${side} with a size of ${size}`,
  );
};
