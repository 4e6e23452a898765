import { expect, test } from "vitest";
import { compile } from "../../assembly/build.js";
import { KERNEL_BASE64 } from "./kernel-binary.ts";

test("the compiled kernel is that of assembly/", async () => {
  expect(await compile()).toBe(KERNEL_BASE64);
}, 120_000);
