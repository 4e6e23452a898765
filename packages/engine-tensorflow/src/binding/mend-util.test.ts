import { expect, test } from "vitest";
import { mendUtil } from "./mend-util.ts";

test("gives a util without them the functions of old", () => {
  const util: Parameters<typeof mendUtil>[0] = {};
  mendUtil(util);
  expect([null, undefined, 0, "", false].map((value) => util?.isNullOrUndefined?.(value))).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
  expect([[], {}, new Float32Array(1)].map((value) => util?.isArray?.(value))).toEqual([
    true,
    false,
    false,
  ]);
});
