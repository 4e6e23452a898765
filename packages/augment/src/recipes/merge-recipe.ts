import type { ViewRecipe } from "./view-recipe.ts";

/**
 * `base` with the fields that `changes` gives. Jitter, blur and solarize are merged field by field,
 * `false` switches one off, and what is undefined changes nothing.
 */
export function mergeRecipe(base: ViewRecipe, changes: ViewRecipe): ViewRecipe {
  return {
    ...base,
    ...given(changes),
    jitter: mergePart(base.jitter, changes.jitter),
    blur: mergePart(base.blur, changes.blur),
    solarize: mergePart(base.solarize, changes.solarize),
  };
}

type Part<P> = P | false | undefined;

function mergePart<P extends object>(base: Part<P>, change: Part<P>): Part<P> {
  if (change === undefined) return base;
  // What is no object is left for the check of the whole recipe, which names it.
  if (!base || !change || typeof change !== "object") return change;
  return { ...base, ...given(change) };
}

/** The fields that are not undefined. */
function given<T extends object>(fields: T): Partial<T> {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Partial<T>;
}
