import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { beforeAll, expect, test } from "vitest";
import { inFolder, TINY, TINY_YAML, unlabeled } from "../fixtures/cli.ts";
import { writeLabeled, writeText } from "../fixtures/pictures.ts";

inFolder();
beforeAll(async () => {
  await writeLabeled("photos");
  await writeText("tiny.yaml", TINY_YAML);
});

const WORDS = ["pretrain", "photos", ...TINY, "--batch-size", "2"]; // too small to learn from
const ALARM =
  /^unlabeled: byol does not learn at step 1: .* take a batch \(and a chunk\) of 32 or more\./;

test("a run that does not learn is stopped", async () => {
  const { status, error } = await unlabeled(...WORDS, "--run", "stopped");
  expect(status).toBe(1);
  expect(error).toMatch(ALARM);
  expect(existsSync("stopped")).toBe(false); // at its first step
});

test("or paused: it is saved, and goes on where that is asked for", async () => {
  const { status, error } = await unlabeled(...WORDS, "--guard", "pause", "--run", "paused");
  expect(status).toBe(1);
  expect(error).toMatch(ALARM);
  expect(error).toMatch(
    / Paused and saved at step 1 of 10\. Go on all the same with: unlabeled pretrain photos .* --run paused --resume --guard off\n$/,
  );
  const rest = await unlabeled(...WORDS, "--guard", "off", "--run", "paused", "--resume");
  expect(rest).toMatchObject({ status: 0, error: "" });
  expect(await readdir("paused/checkpoints")).toContain("step-10.safetensors");
});
