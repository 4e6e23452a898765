import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const program = fileURLToPath(new URL("../../fixtures/iterate.js", import.meta.url));

test("a program ends by itself after its batches, used up, left early or abandoned", async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [program], {
    timeout: 25_000, // a program that hangs is killed, which rejects
  });
  expect(stdout).toMatch(/done$/);
});
