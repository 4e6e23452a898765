import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { pretrainConfig, pretrainJsonSchema } from "./pretrain-config.ts";

interface Schema {
  readonly description?: string;
  readonly default?: unknown;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly anyOf?: readonly Schema[];
}

const SCHEMA = pretrainJsonSchema() as Schema;

/** Each value with its path, and whether it has values of its own. */
function keys({ properties = {}, anyOf = [] }: Schema, path = ""): [string, Schema, boolean][] {
  const own = Object.entries(properties).flatMap(([name, schema]) => [
    [path + name, schema, isGroup(schema)] as [string, Schema, boolean],
    ...keys(schema, `${path}${name}.`),
  ]);
  return [...own, ...anyOf.flatMap((choice) => keys(choice, path))];
}

function isGroup({ properties, anyOf = [] }: Schema): boolean {
  return properties !== undefined || anyOf.some(isGroup);
}

describe("the JSON Schema", () => {
  test("demands nothing", () => {
    expect(SCHEMA.required).toBeUndefined();
    expect(pretrainConfig.safeParse({}).success).toBe(true);
  });

  test.for(keys(SCHEMA))("describes %s, and says its default", ([name, schema, group]) => {
    expect(schema.description).toMatch(/\.$/);
    const without = ["$schema", "data", "learningRate.milestones", "views.jitter"];
    if (!group && !without.includes(name))
      expect(schema.description).toMatch(/Default: |default: /);
  });

  test("has the defaults that descriptions say", () => {
    const plain = keys(SCHEMA).filter(
      ([, schema, group]) => schema.default !== undefined && !group,
    );
    expect(plain.length).toBeGreaterThan(8);
    for (const [, { description, default: value }] of plain) {
      const said = Array.isArray(value) ? "none" : String(value);
      expect(description).toMatch(new RegExp(`[Dd]efault: ${said}\\b`));
    }
  });

  test("has no limit that nobody set", () => {
    expect(JSON.stringify(SCHEMA)).not.toContain(String(Number.MAX_SAFE_INTEGER));
  });

  test("is the one that the package ships", async () => {
    const shipped = new URL("../../schema/pretrain.schema.json", import.meta.url);
    expect(SCHEMA).toEqual(JSON.parse(await readFile(shipped, "utf8"))); // pnpm schema
  });
});
