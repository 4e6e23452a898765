import { expect, test } from "vitest";
import { compile } from "../../assembly/build.js";
import { KERNELS_BASE64 } from "./kernels-binary.ts";

test("the compiled kernels are those of assembly/", async () => {
  expect(await compile()).toBe(KERNELS_BASE64);
}, 30_000);
