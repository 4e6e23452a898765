import { efficientnetScale, totalStride } from "../defaults/network.ts";
import { type Rule, unless } from "./rule.ts";

/** What the size of the views leaves of the last maps. */
export const networkRules: Rule = ({ backbone, stem, grid, size, zeroInitResidual }) => {
  if (efficientnetScale(backbone)) {
    const without = `must be left out with ${backbone}: ResNets alone have it`;
    const complaints = [
      ...unless(stem !== "strided", "stem", `must be small or imagenet with ${backbone}`),
      ...unless(grid === 1, "grid", without),
      ...unless(!zeroInitResidual, "zeroInitResidual", without),
    ];
    if (complaints.length > 0) return complaints;
  }
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
