const SHOWN = 10;

/** Names for an error message: "a, b", "none", and past ten how many more there are. */
export function nameList(names: readonly string[]): string {
  if (names.length === 0) return "none";
  const shown = names.slice(0, SHOWN).join(", ");
  return names.length > SHOWN ? `${shown} and ${names.length - SHOWN} more` : shown;
}
