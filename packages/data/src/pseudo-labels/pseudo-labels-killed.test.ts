import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { folder } from "../../fixtures/pictures.ts";
import { pictures, TAUGHT, teacher } from "../../fixtures/pseudo-labels.ts";
import { readPseudoLabels } from "./read-pseudo-labels.ts";
import { shardPlace } from "./shard-name.ts";
import { writePseudoLabels } from "./write-pseudo-labels.ts";

const PROGRAM = fileURLToPath(new URL("../../fixtures/pseudo-labels.js", import.meta.url));

/** Labels 40 pictures in five files, one part of two, or all. */
function started(out: string, milliseconds: number, index = 0, count = 1): ChildProcess {
  const words = [PROGRAM, out, milliseconds, index, count].map(String);
  return spawn(process.execPath, words, { stdio: "inherit" });
}

function bytes(out: string): Record<string, Buffer> {
  return Object.fromEntries(readdirSync(out).map((name) => [name, readFileSync(join(out, name))]));
}

test("killed wherever, and then done by two at once, the files are those of one never stopped", async () => {
  const [whole, out] = [folder({}), folder({})];
  const source = pictures(40);
  await writePseudoLabels(source, teacher(), { ...TAUGHT, folder: whole });
  const expected = bytes(whole);
  for (const wanted of [1, 3]) {
    const child = started(out, 25);
    const ended = once(child, "exit");
    while (readdirSync(out).filter(shardPlace).length < wanted) await pause(5);
    await pause(10); // in the midst of the next file
    child.kill("SIGKILL");
    expect(await ended).toEqual([null, "SIGKILL"]);
    const there = readdirSync(out).filter(shardPlace);
    expect([wanted, wanted + 1]).toContain(there.length);
    for (const name of there) expect(bytes(out)[name]).toEqual(expected[name]);
    await expect(readPseudoLabels(out, source)).rejects.toThrow(/must have all of its 5 files/);
  }
  const both = [started(out, 0, 0, 2), started(out, 0, 1, 2)];
  for (const ended of both.map((child) => once(child, "exit")))
    expect(await ended).toEqual([0, null]);
  expect(bytes(out)).toEqual(expected);
});
