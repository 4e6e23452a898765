import { pretrainJsonSchema } from "../pretrain-config.ts";

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly anyOf?: readonly Schema[];
}

let keys: readonly (readonly string[])[] | undefined;

/** The paths of all values that a configuration may have: ["optimizer", "weightDecay"]. */
export function knownKeys(): readonly (readonly string[])[] {
  keys ??= keysIn(pretrainJsonSchema() as Schema, []);
  return keys;
}

function keysIn(schema: Schema, path: readonly string[]): (readonly string[])[] {
  const own = Object.entries(schema.properties ?? {}).flatMap(([name, value]) => [
    [...path, name],
    ...keysIn(value, [...path, name]),
  ]);
  return [...own, ...(schema.anyOf ?? []).flatMap((choice) => keysIn(choice, path))];
}
