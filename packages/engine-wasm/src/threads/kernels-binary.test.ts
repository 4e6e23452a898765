import { expect, test } from "vitest";
import { compile } from "../../assembly/build.js";
import { KERNELS_BASE64, RELAXED_KERNELS_BASE64 } from "./kernels-binary.ts";

test("the compiled kernels are those of assembly/", async () => {
  expect(await compile({ relaxed: false })).toBe(KERNELS_BASE64);
  expect(await compile({ relaxed: true })).toBe(RELAXED_KERNELS_BASE64);
}, 30_000);
