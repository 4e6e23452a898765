import type { Features } from "@unlabeled/eval";

/**
 * Raw pixels of grey pictures with one column a pixel instead of three equal ones; tables with a colour in
 * them as they are.
 *
 * Three copies of a column say nothing new, and a probe takes three times as long or more.
 *
 * @param tables - Raw pixels, `[N, H * W * 3]` each.
 */
export function oneChannel(tables: readonly Features[]): Features[] {
  if (!tables.every(isGrey)) return [...tables];
  return tables.map((table) => ({
    ...table,
    values: table.values.filter((_, i) => i % 3 === 0),
    width: table.width / 3,
    preparation: [...(table.preparation ?? []), "one channel, as all pictures are grey"],
  }));
}

function isGrey({ values }: Features): boolean {
  for (let i = 0; i < values.length; i += 3) {
    if (values[i] !== values[i + 1] || values[i] !== values[i + 2]) return false;
  }
  return true;
}
