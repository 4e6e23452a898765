import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { isAtLeast, nvidiaDriver } from "./nvidia-driver.ts";

function fileOf(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), "driver-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "version");
  writeFileSync(file, text);
  return file;
}

test.for([
  [
    "NVRM version: NVIDIA UNIX x86_64 Kernel Module  535.104.05  Sat Aug 19 01:15:15 UTC 2023\nGCC version: 12.2.0\n",
    "535.104.05",
  ],
  [
    "NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  550.54.14  Release Build  (root@x)\n",
    "550.54.14",
  ],
  ["NVRM version: something else\n", "unknown"],
] as const)("reads %j", ([text, version]) => {
  expect(nvidiaDriver(fileOf(text), "/none")).toBe(version);
});

test("there is none, or it is Windows'", () => {
  expect(nvidiaDriver("/none", "/none")).toBeUndefined();
  expect(nvidiaDriver("/none", fileOf(""))).toBe("unknown");
});

test("versions are numbers, not words", () => {
  expect(isAtLeast("1000.1", "525.60.13")).toBe(true);
  expect(isAtLeast("525.60.13", "525.60.13")).toBe(true);
  expect(isAtLeast("525.60", "525.60.13")).toBe(false);
  expect(isAtLeast("470.256.02", "525.60.13")).toBe(false);
});
