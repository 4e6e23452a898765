import { isValues, type Values, valueAt } from "../merge.ts";
import { methodLabel } from "../method-name.ts";
import type { ResolvedConfig } from "../resolved-config.ts";
import { type Complaint, type Rule, unless } from "./rule.ts";

/** What views must be beside their size, their sampler and their method. */
export const viewsRules: Rule = (config, given) => [
  ...blurs(config, given),
  ...crops(config, given),
  ...unless(
    valueAt(given, ["views", "solarize"]) !== true || isSolarized(config),
    "views.solarize",
    `must be false or have values of its own with ${methodLabel(config)}, whose views are not solarized`,
  ),
];

/** Where a value of a view may be given, the view's own place last. */
const PLACES = ["views", "views.view0", "views.view1"] as const;

function blurs({ size, views }: ResolvedConfig, given: Values): Complaint[] {
  return PLACES.flatMap((place) => {
    const blur = valueAt(given, [...place.split("."), "blur"]);
    if (!isValues(blur)) return [];
    const own = place === "views" ? (views.view0 ?? views) : valueAt({ views }, place.split("."));
    const taps = valueAt(own, ["blur", "kernelSize"]) ?? valueAt(views, ["blur", "kernelSize"]);
    const good = taps === undefined || (Number(taps) >= 3 && Number(taps) <= size);
    const wanted = `from 3, which blurs, to size, ${size}`;
    return "kernelSize" in blur
      ? unless(good, `${place}.blur.kernelSize`, `must be ${wanted}`)
      : unless(
          good,
          `${place}.blur`,
          `must have a kernelSize ${wanted}, or be false: the paper's is ${taps} here`,
        );
  });
}

/** The central crop is without chance: ranges would change nothing. */
function crops({ views }: ResolvedConfig, given: Values): Complaint[] {
  return PLACES.flatMap((place) =>
    (["cropArea", "cropAspect"] as const).flatMap((range) => {
      const path = [...place.split("."), range];
      const own = place === "views" ? [views] : [views, valueAt({ views }, place.split("."))];
      const central = own.some((recipe) => valueAt(recipe, ["cropSampler"]) === "central");
      return unless(
        !central || valueAt(given, path) === undefined,
        path.join("."),
        "must be left out with the central crop, which is without chance",
      );
    }),
  );
}

function isSolarized(config: ResolvedConfig): boolean {
  return config.method === "byol" || (config.method === "moco" && config.mocoVersion === 3);
}
